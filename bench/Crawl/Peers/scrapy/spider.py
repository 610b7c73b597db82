"""A crawl of one site as Scrapy's own tutorial writes it: every link followed, each page's title and text yielded."""

from urllib.parse import urlsplit

import scrapy
from scrapy.linkextractors import LinkExtractor


class SiteSpider(scrapy.Spider):
    name = "site"
    custom_settings = {"REQUEST_FINGERPRINTER_IMPLEMENTATION": "2.7"}

    def __init__(self, url, **kwargs):
        super().__init__(**kwargs)
        self.start_urls = [url]
        self.links = LinkExtractor(allow_domains=[urlsplit(url).netloc])

    def parse(self, response):
        yield {
            "url": response.url,
            "title": response.css("title::text").get(),
            "text": " ".join(response.css("body ::text").getall()),
        }
        yield from response.follow_all(self.links.extract_links(response), self.parse)

    def closed(self, reason):
        print("pages", self.crawler.stats.get_value("item_scraped_count"), flush=True)
