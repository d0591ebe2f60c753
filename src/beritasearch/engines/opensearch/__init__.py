"""OpenSearch behind the port: archives that outgrow one machine. Why so: 0015-opensearch.md."""
