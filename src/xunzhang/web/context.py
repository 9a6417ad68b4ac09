"""What the frame of every page needs: places one may go to, who one is, today, the edition in force."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from xunzhang.web import clock

PLACES = (
    ("工作台", "desk:workbench"),
    ("日历", "desk:calendar"),
    ("项目库", "projects:library"),
    ("监督", "supervision:centre"),
    ("法规", "regulations:index"),
    ("管理", "administration:index"),
)


@dataclass(frozen=True)
class Place:
    """One entry of the main navigation."""

    title: str
    url: str
    here: bool


@dataclass(frozen=True)
class Regime:
    """One edition that applies to the person's area today. `request.regime` is a sequence of these.

    `warns`: the note must be seen on a phone too.
    """

    title: str
    url: str
    note: str = ""
    warns: bool = False


@dataclass(frozen=True)
class Chrome:
    """The frame of a page; addresses are "" where no such page is installed."""

    places: tuple[Place, ...]
    name: str
    organisation: str
    today: date
    regime: tuple[Regime, ...]
    home: str
    library: str
    notices: str
    sign_in: str
    sign_out: str
    password: str
    wishes: str


def address(name: str) -> str:
    """The address of a named page, "" if there is none."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def chrome(request: HttpRequest) -> dict[str, Chrome]:
    """Context processor. Reads user.name, user.organisation, user.may_open(url_name) where they exist."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    places = _places(request, user) if signed_in else ()
    found = Chrome(
        places=places,
        name=str(getattr(user, "name", "") or user) if signed_in else "",
        organisation=str(getattr(user, "organisation", None) or "") if signed_in else "",
        today=clock.today(),
        regime=tuple(getattr(request, "regime", None) or ()),
        home=address("desk:workbench") or "/",
        library=address("projects:library") if signed_in else "",
        notices=address("notices:list") if signed_in else "",
        sign_in=address("accounts:sign_in"),
        sign_out=address("accounts:sign_out"),
        password=address("administration:own_password") if signed_in else "",
        wishes=address("notices:settings") if signed_in else "",
    )
    return {"chrome": found}


def _places(request: HttpRequest, user: object) -> tuple[Place, ...]:
    """The places that exist and that this person may open; the longest fitting address is `here`."""
    may_open = getattr(user, "may_open", None)
    known = [(title, address(name), name) for title, name in PLACES]
    open_ = [(title, url) for title, url, name in known if url and (may_open is None or may_open(name))]
    here = max((url for _, url in open_ if request.path.startswith(url)), key=len, default="")
    return tuple(Place(title, url, url == here) for title, url in open_)
