"""Pages and a JSON API over one Archive. Needs the extra `web`: FastAPI, Jinja2, uvicorn."""
