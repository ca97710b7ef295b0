"""The help: about every page, with links that lead somewhere, safe, and polite in English."""
import re
import unittest
from urllib.parse import urljoin

from browser import ROOT, City, Person

ROUTE = re.compile(r'^ROUTE\((\w+), GET, "([^"]+)"', re.M)


class TestHelp(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.city = City(empty=True)
        cls.addClassCleanup(cls.city.close)
        cls.reader = cls.city.person('yomu')

    def test_about_every_page(self):
        routes = ROUTE.findall((ROOT / 'src' / 'web' / 'routes.def').read_text())
        self.assertGreater(len(routes), 20)
        for name, _ in routes:
            page = self.reader.get('/help/' + name)
            self.assertEqual(page.status, 200, name)
            self.assertIsNotNone(page.soup.find('article', class_='help-text'), name)

    def test_the_frame_leads_to_the_page_about_this_page(self):
        link = self.reader.get('/audits').soup.find('a', string='Help')['href']
        self.assertIn('監査の一覧', self.reader.get(link).soup.find('h1').get_text())

    def test_every_file_is_in_the_contents_and_links_lead_on(self):
        contents = self.reader.get('/help/contents')
        links = [a['href'] for a in contents.soup.find('ol', class_='help-contents').find_all('a')]
        files = {path.stem for path in (ROOT / 'docs' / 'help').glob('*.md')}
        self.assertEqual({link.rsplit('/', 1)[1] for link in links}, files)
        for link in links:
            page = self.reader.get(link)
            article = page.soup.find('article')
            self.assertTrue(article.find('h2'), link)
            for a in article.find_all('a'):
                target = self.reader.get(urljoin(link, a['href']))
                self.assertEqual(target.status, 200, (link, a['href']))
            self.assertNotIn('omitted', str(article))
            self.assertNotRegex(article.get_text(), r'\*\*|\]\(|^#', link)

    def test_without_signing_in(self):
        visitor = Person.__new__(Person)
        visitor.city, visitor.cookie = self.city, ''
        page = visitor.get('/help/SIGN_IN')
        self.assertEqual(page.status, 200)
        self.assertIn('/help/SIGN_IN', page.url)

    def test_english_readers_are_told(self):
        self.assertIn('written in Japanese only', self.reader.get('/help/matrix').text)

    def test_what_there_is_not(self):
        for name in ('NOTHING', 'x', '..%2f..%2fetc', 'matrix.md'):
            self.assertEqual(self.reader.get('/help/' + name).status, 404, name)
