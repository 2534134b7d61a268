"""Who gets in, and from where: tokens, cookies, other people's pages."""

from __future__ import annotations

import asyncio
from http.cookies import SimpleCookie

import pytest
from aiohttp import WSServerHandshakeError

from tests.features.desks import TestDesk
from tests.gateway.conftest import Browser, Gateways


async def test_without_a_token_there_is_a_form_and_nothing_else(gateway: Gateways) -> None:
    async with gateway() as browser:
        assert (await browser.get("/"))[0] == 303
        assert 'action="/login"' in (await browser.get("/login"))[1]
        assert (await browser.get("/ws"))[0] == 403
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.sits().__aenter__()
        for wrong in ("", "x" * 43, "ana"):
            status, said = await browser.post("/login", token=wrong)
            assert (status, "lets nobody in" in said) == (403, True)
        assert len(browser.client.cookie_jar) == 0


async def test_a_token_makes_a_cookie_that_scripts_and_other_sites_do_not_get(gateway: Gateways) -> None:
    async with gateway() as browser:
        token = browser.gateway.plan.tokens.file.read_text().split()[-1]
        origin = {"Origin": browser.url}
        async with browser.client.post(
            f"{browser.url}/login", data={"token": f" {token}\n"}, headers=origin, allow_redirects=False
        ) as answer:
            (cookie,) = SimpleCookie(answer.headers["Set-Cookie"]).values()
        assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
        assert not cookie["secure"]  # without TLS a browser would not send it back
        assert token not in cookie.value
        status, page = await browser.get("/")
        assert status == 200
        assert "<b>ben</b>" in page


async def test_behind_a_proxy_that_encrypts_the_cookie_is_for_encrypted_connections(gateway: Gateways) -> None:
    async with gateway(public_url="https://desk.example") as browser:
        token = browser.gateway.plan.tokens.file.read_text().split()[-1]
        assert (await browser.get("/login", Host="desk.example"))[0] == 200
        async with browser.client.post(
            f"{browser.url}/login",
            data={"token": token},
            headers={"Origin": "https://desk.example", "Host": "desk.example"},
            allow_redirects=False,
        ) as answer:
            assert answer.status == 303
            assert "Secure" in answer.headers["Set-Cookie"]
            assert "wss://desk.example" in answer.headers["Content-Security-Policy"]


OTHERS = ("https://evil.example", "http://127.0.0.1:1", "null", "http://localhost.evil.example", "http://[::1]")


@pytest.mark.parametrize("origin", OTHERS)
async def test_another_page_can_neither_sign_in_nor_open_a_console(gateway: Gateways, origin: str) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.sits(origin=origin).__aenter__()
        assert (await browser.post("/login", origin=origin, token="x"))[0] == 403
        assert (await browser.post("/logout", origin=origin))[0] == 403
        assert (await browser.get("/"))[0] == 200  # still signed in
        assert browser.gateway.seats == {}


async def test_our_other_name_is_another_page(gateway: Gateways) -> None:
    """Somebody else may listen at the same port of it."""
    async with gateway() as browser:
        await browser.signs_in()
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.sits(origin=f"http://localhost:{browser.gateway.port}").__aenter__()


async def test_a_proxy_may_call_us_by_our_own_name(gateway: Gateways) -> None:
    async with gateway(public_url="https://desk.example") as browser:
        assert (await browser.post("/login", origin="https://desk.example", token="x"))[1].count("lets nobody in") == 1


async def test_who_does_not_say_where_they_come_from_comes_from_elsewhere(gateway: Gateways) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        assert (await browser.get("/ws", Upgrade="websocket", Connection="Upgrade"))[0] == 403
        assert (await browser.post("/logout", origin=None))[0] == 403


async def test_a_name_that_somebody_else_points_at_us_is_not_ours(gateway: Gateways) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        for host in ("evil.example", f"evil.example:{browser.gateway.port}", "127.0.0.1"):
            assert (await browser.get("/", Host=host))[0] == 421
        assert (await browser.get("/", Host=f"localhost:{browser.gateway.port}"))[0] == 200


async def test_every_answer_says_that_only_ours_may_be_loaded(gateway: Gateways) -> None:
    async with gateway() as browser:
        for path in ("/login", "/", "/ws", "/desk.js", "/desk.css", "/static/js/textual.js", "/nothing"):
            async with browser.client.get(browser.url + path, allow_redirects=False) as answer:
                said = answer.headers["Content-Security-Policy"]
                assert said.startswith("default-src 'none'; script-src 'self';"), path
                assert "http:" not in said
                assert "https:" not in said
                assert answer.headers["X-Content-Type-Options"] == "nosniff"
                assert "//" not in (await answer.text()) or path.endswith(".js"), path


async def test_who_signs_out_has_left(gateway: Gateways) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        async with browser.sits() as socket:
            await socket.receive_bytes()
            assert await browser.post("/logout") == (303, "/login")
            assert (await socket.receive()).data is not None  # the console is closed
        assert (await browser.get("/"))[0] == 303


async def test_a_token_that_is_taken_out_closes_its_console_and_no_other(gateway: Gateways) -> None:
    async with gateway(look_s=0.02) as browser:
        await browser.signs_in()
        tokens = browser.gateway.plan.tokens.file
        async with browser.sits() as socket:
            await socket.receive_bytes()
            head, _, ben = tokens.read_text().splitlines()
            tokens.write_text(f"{head}\n{ben}\n")
            async with asyncio.timeout(20):
                async for _ in socket:
                    pass
            assert socket.close_code == 1008
        assert (await browser.get("/"))[0] == 303
        await browser.signs_in("ben")


async def test_an_operator_of_no_desk_has_no_use_of_a_token(gateway: Gateways, desk: TestDesk) -> None:
    async with gateway() as browser:
        await browser.signs_in()
        with desk.store.backend.writing() as driver:
            driver.change("update operator set active = 0 where handle = 'ana'", {})
        assert (await browser.get("/"))[0] == 403
        with pytest.raises(WSServerHandshakeError, match="403"):
            await browser.sits().__aenter__()
        token = browser.gateway.plan.tokens.file.read_text().split("\nana ")[1].split()[0]
        status, said = await browser.post("/login", token=token)
        assert (status, "ana is no operator" in said) == (403, True)


async def test_no_token_is_ever_said(gateway: Gateways, capfd: pytest.CaptureFixture[str]) -> None:
    async with gateway() as browser:
        await browser.post("/login", token="a-wrong-one-that-is-long-enough")
        await browser.signs_in()
        text = browser.gateway.plan.tokens.file.read_text()
        browser.gateway.plan.tokens.file.write_text(text + "odd line of a secret_token_of_somebody\n")
        assert (await browser.get("/"))[0] == 503
        out, err = capfd.readouterr()
    assert "ana has signed in from 127.0.0.1" in err
    assert "write HANDLE TOKEN" in err
    for secret in ["a-wrong-one", "secret_token", *text.split()[-3::2]]:
        assert secret not in out + err


async def test_words_of_a_page_are_words(gateway: Gateways, desk: TestDesk) -> None:
    async with gateway() as browser:
        with desk.store.backend.writing() as driver:
            driver.change("update operator set handle = '<i>\"&' where handle = 'ben'", {})
        file = browser.gateway.plan.tokens.file
        file.write_text(file.read_text().replace("\nben ", '\n<i>"& '))
        await browser.signs_in('<i>"&')
        assert "<b>&lt;i&gt;&quot;&amp;</b>" in (await browser.get("/"))[1]


async def test_two_gateways_of_a_host_keep_their_cookies_apart(gateway: Gateways) -> None:
    async with gateway() as first, gateway() as second:
        await first.signs_in()
        both = Browser(second.gateway, first.client)
        assert (await both.get("/"))[0] == 303
        await both.signs_in("ben")
        assert "<b>ana</b>" in (await first.get("/"))[1]
