"""The gate is proved for every route: each actor gets what the table says, and no row more."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from ruamel.yaml import YAML
from werkzeug.test import TestResponse

from app.access.roles import Role
from tests.web.client import StrictClient
from tests.web.tea_site import ELSEWHERE, HERE, TeaSite, prepare, run_report, tea_site
from tests.web.watch import Watch

TABLE = YAML(typ="safe", pure=True).load(Path(__file__).with_name("access.yaml").read_bytes())
ROLES = tuple(role.value for role in Role)
FIRMS = ("started", "sent")
ACTORS = ("anonymous", *FIRMS, *ROLES, *(f"elsewhere_{role}" for role in ROLES))
CELLS = [(endpoint, method) for endpoint, methods in TABLE.items() for method in methods]
COOKIES = ("kakehashi", "kakehashi_answer")


@dataclass
class Stage:
    """A site, the cookies of every actor, and its database as it stood when they had come in."""

    site: TeaSite
    cookies: Mapping[str, Mapping[str, str]]
    watch: Watch

    @property
    def fresh_code(self) -> str:
        """The code of a firm that nobody has answered for."""
        return self.site.world.codes[HERE][3]

    def browser(self, actor: str) -> StrictClient:
        """The browser of an actor."""
        made = self.site.visitor()
        for name, value in self.cookies[actor].items():
            made.set_cookie(name, value)
        return made

    def ask(self, actor: str, method: str, cell: Mapping[str, object]) -> TestResponse:
        """What an actor gets at the address of a cell."""
        path = str(cell["path"]).replace("{fresh_code}", self.fresh_code)
        form = {
            name: str(value).replace("{fresh_code}", self.fresh_code)
            for name, value in dict(cell.get("form", {})).items()  # type: ignore[call-overload]
        }
        return self.browser(actor).open(path, method=method, data=form or None, buffered=True)

    def state(self) -> object:
        """A value that differs whenever somebody else commits a change of the database."""
        return self.watch.state()

    def survey(self) -> object:
        """Every row but those of the record, which notes what is read by name or refused."""
        return self.watch.rows(without="audit")

    def restore(self) -> None:
        """Every row as it was."""
        self.watch.restore()


def cookies_of(browser: StrictClient) -> dict[str, str]:
    found = {name: browser.get_cookie(name) for name in COOKIES}
    return {name: cookie.value for name, cookie in found.items() if cookie is not None}


def firm(site: TeaSite, place: int) -> StrictClient:
    """The browser of the firm at a place of the frame, after Start."""
    browser = site.visitor()
    assert browser.post(f"/r/{site.world.codes[HERE][place]}").status_code == 303
    return browser


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("access")
    site = tea_site(folder, prepare(tmp_path_factory.mktemp("prepared")))
    site.app.config["WTF_CSRF_ENABLED"] = False  # the gate alone; tokens have a test of their own
    run_report(site, is_published=True)
    run_report(site, is_published=False)
    site.world.filled(2)
    sent = firm(site, 2)
    assert sent.post("/answer/submit").location == "/answer/receipt"
    browsers = {"anonymous": site.visitor(), "started": firm(site, 1), "sent": sent}
    browsers |= {role: site.signed_in(role, HERE) for role in ROLES}
    browsers |= {f"elsewhere_{role}": site.signed_in(role, ELSEWHERE) for role in ROLES}
    site.database.close()
    watch = Watch(folder, tmp_path_factory.mktemp("aside"))
    yield Stage(site, {who: cookies_of(used) for who, used in browsers.items()}, watch)
    watch.close()
    site.database.close()


def expected(cell: Mapping[str, object], actor: str) -> object:
    """The status that the narrowest entry gives an actor."""
    group = (
        "firms" if actor in FIRMS
        else "staff" if actor in ROLES
        else "elsewhere" if actor.startswith("elsewhere_")
        else actor
    )  # fmt: skip
    return next(cell[name] for name in (actor, group, "everyone") if name in cell)


def test_every_route_is_in_the_table(stage: Stage) -> None:
    routes = {
        (rule.endpoint, method)
        for rule in stage.site.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }

    assert routes == set(CELLS)


def test_every_blueprint_declares_its_gate(stage: Stage) -> None:
    gates = {
        name: stage.site.app.before_request_funcs.get(name, [])
        for name in stage.site.app.blueprints
    }

    bare = {name for name, declared in gates.items() if not declared}

    assert bare == {"invitation", "locale"}, "open to everybody, as their modules say"


@pytest.mark.parametrize(("endpoint", "method"), CELLS, ids=[" ".join(cell) for cell in CELLS])
def test_each_actor_gets_what_the_table_says(stage: Stage, endpoint: str, method: str) -> None:
    cell = TABLE[endpoint][method]
    found: dict[str, object] = {}
    wanted = {actor: expected(cell, actor) for actor in ACTORS}
    changed, rows = [], stage.survey()

    for actor in ACTORS:
        before = stage.state()
        answer = stage.ask(actor, method, cell)
        found[actor] = answer.status_code
        is_denied = answer.status_code >= 400 or "/sign-in?" in (answer.location or "")
        if stage.state() != before:
            if (method == "GET" or is_denied) and stage.survey() != rows:
                changed.append(actor)
            stage.restore()

    assert found == wanted
    assert not changed, "reading and being refused change no row but those of the record"


def test_a_change_that_is_allowed_is_seen(stage: Stage) -> None:
    before = stage.state()

    stage.browser("manager").post(f"/staff/waves/{HERE}/close")
    after = stage.state()
    stage.restore()

    assert after != before


def test_a_wave_of_others_looks_like_one_that_does_not_exist(stage: Stage) -> None:
    browser = stage.browser("elsewhere_administrator")

    theirs = browser.get(f"/staff/waves/{HERE}")
    nobodys = browser.get("/staff/waves/no-such-wave")

    assert theirs.data == nobodys.data
    assert theirs.status_code == nobodys.status_code == 404


def test_a_run_of_another_report_is_not_shown(stage: Stage) -> None:
    browser = stage.browser("administrator")

    assert browser.get("/staff/reports/tea/runs/99").status_code == 404
    assert browser.get("/staff/reports/coffee/runs/2").status_code == 404


@pytest.mark.parametrize("actor", ["anonymous", "started", "administrator"])
def test_nothing_is_changed_without_the_token(stage: Stage, actor: str) -> None:
    before = stage.survey()
    stage.site.app.config["WTF_CSRF_ENABLED"] = True
    try:
        found = {
            endpoint: stage.ask(actor, "POST", methods["POST"]).status_code
            for endpoint, methods in TABLE.items()
            if "POST" in methods
        }
    finally:
        stage.site.app.config["WTF_CSRF_ENABLED"] = False

    assert set(found.values()) == {400}, found
    assert stage.survey() == before
    stage.restore()


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_methods_that_no_route_has_are_refused(stage: Stage, method: str) -> None:
    browser = stage.browser("administrator")

    assert browser.open(f"/staff/waves/{HERE}", method=method).status_code == 405


def test_a_post_from_another_site_is_refused(stage: Stage) -> None:
    browser = stage.browser("administrator")
    before = stage.survey()

    answer = browser.post(f"/staff/waves/{HERE}/close", headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403
    assert stage.survey() == before
    stage.restore()


@pytest.mark.parametrize("actor", ["anonymous", "started", "viewer", "elsewhere_administrator"])
def test_asking_for_the_head_alone_opens_nothing_more(stage: Stage, actor: str) -> None:
    pages = {name: methods["GET"] for name, methods in TABLE.items() if "GET" in methods}
    before = stage.survey()

    found = {name: stage.ask(actor, "HEAD", cell).status_code for name, cell in pages.items()}
    after = stage.survey()
    stage.restore()

    assert found == {name: expected(cell, actor) for name, cell in pages.items()}
    assert after == before


@pytest.mark.parametrize("actor", ["anonymous", "viewer", "elsewhere_viewer"])
def test_asking_for_the_methods_of_a_page_shows_no_page(stage: Stage, actor: str) -> None:
    before = stage.survey()

    told = [
        stage.ask(actor, "OPTIONS", cell).data
        for name, methods in TABLE.items()
        for cell in methods.values()
        if name.split(".")[0] in stage.site.app.blueprints and "staff" in str(cell["path"])
    ]

    assert all(b"<main" not in body for body in told)
    assert stage.survey() == before
