"""The site as it is served: static files, the policy, and what a stranger gets."""

from playwright.sync_api import Browser, Page


def test_static_files_are_there_and_compressed(page: Page) -> None:
    for name in ("vendor/tabler.min.css", "vendor/icons.svg"):
        answer = page.request.get(f"/static/{name}", headers={"Accept-Encoding": "gzip"})
        assert answer.status == 200
        assert answer.headers["content-encoding"] == "gzip"


def test_every_answer_carries_the_policy(page: Page) -> None:
    answer = page.request.get("/no-such-page/")
    assert answer.status == 404
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-frame-options"] == "SAMEORIGIN"


def test_the_browser_refuses_inline_script(browser: Browser, site: str) -> None:
    page = browser.new_page()
    page.goto(f"{site}/no-such-page/")
    refused = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener('securitypolicyviolation', e => done(e.effectiveDirective))
            const script = document.createElement('script')
            script.textContent = 'window.ran = true'
            document.head.append(script)
        })"""
    )
    page.close()
    assert refused == "script-src-elem"
