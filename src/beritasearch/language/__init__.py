"""Indonesian: tokens, stopwords, stems, dates, places, people, typos; its data is in data/."""
