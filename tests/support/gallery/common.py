"""States that every page can get into in the same way."""

from deskpro_sso_gui.problems import Problem, ProblemCode
from deskpro_sso_gui.tasks.session import Update
from tests.support.gallery.exhibit import Bring, Visit


async def busy(visit: Visit) -> None:
    """Press the main button while nothing answers."""
    await visit.network(None)
    visit.press_primary()
    await visit.waiting()


def failed(code: ProblemCode = ProblemCode.CONNECTION_REFUSED) -> Bring:
    """Press the main button while every request fails with ``code``."""

    async def bring(visit: Visit) -> None:
        await visit.network(code)
        visit.press_primary()
        await visit.settled()

    return bring


def told(code: ProblemCode, **values: str) -> Bring:
    """Have the page tell of a problem with all its ways out."""

    async def bring(visit: Visit) -> None:
        page = visit.page
        page.show_problem(Problem(code=code, values=values), retry=page.clear_problem)
        await visit.settled()

    return bring


def changed(*updates: Update) -> Bring:
    """Change the record as another page, or another day, would."""

    async def bring(visit: Visit) -> None:
        for update in updates:
            await visit.session.commit(update)
        await visit.settled()

    return bring
