import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest

from deskpro_sso_gui.storage.writer import Writer

LIMIT_S = 20


@pytest.fixture
def writer() -> Iterator[Writer]:
    writer = Writer()
    yield writer
    writer.close()


async def test_jobs_run_in_order_one_at_a_time_in_one_thread(writer: Writer) -> None:
    ran: list[tuple[int, int]] = []
    inside = threading.Semaphore()

    def job(number: int) -> int:
        assert inside.acquire(blocking=False)
        ran.append((number, threading.get_ident()))
        inside.release()
        return number

    results = await asyncio.gather(*(writer.run(job, number) for number in range(50)))
    assert results == list(range(50)) == [number for number, _ in ran]
    assert len({thread for _, thread in ran} - {threading.get_ident()}) == 1


async def test_what_a_job_raises_is_raised_to_who_waits_and_the_next_job_runs(
    writer: Writer,
) -> None:
    with pytest.raises(ZeroDivisionError):
        await writer.run(divmod, 1, 0)
    assert await writer.run(divmod, 7, 2) == (3, 1)


async def test_keywords_reach_the_job(writer: Writer) -> None:
    assert await writer.run(int, "ff", base=16) == 255


async def test_a_begun_job_is_finished_although_nobody_waits_any_more(writer: Writer) -> None:
    begun, go_on, finished = threading.Event(), threading.Event(), threading.Event()

    def job() -> None:
        begun.set()
        assert go_on.wait(LIMIT_S)
        finished.set()

    waiting = asyncio.create_task(writer.run(job))
    queued_ran = threading.Event()
    queued = asyncio.create_task(writer.run(queued_ran.set))
    assert await asyncio.to_thread(begun.wait, LIMIT_S)
    waiting.cancel()
    queued.cancel()
    await asyncio.wait({waiting, queued})
    assert waiting.cancelled()
    go_on.set()
    await writer.run(lambda: None)
    assert finished.is_set()
    assert not queued_ran.is_set()


def test_close_waits_for_all_that_was_taken_and_takes_no_more() -> None:
    writer = Writer()
    go_on = threading.Event()
    done: list[int] = []
    writer.submit(go_on.wait, LIMIT_S)
    for number in range(5):
        writer.submit(done.append, number)
    threading.Timer(0.05, go_on.set).start()
    writer.close()
    assert done == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError):
        writer.submit(done.append, 5)
    writer.close()


def test_a_writer_without_work_has_no_thread_and_closes() -> None:
    before = threading.active_count()
    writer = Writer()
    assert threading.active_count() == before
    writer.close()


def test_a_result_that_comes_after_its_loop_is_gone_makes_no_noise(
    capfd: pytest.CaptureFixture[str], writer: Writer
) -> None:
    go_on = threading.Event()

    async def give_up() -> None:
        task = asyncio.create_task(writer.run(go_on.wait, LIMIT_S))
        await asyncio.sleep(0)
        task.cancel()

    asyncio.run(give_up())
    go_on.set()
    writer.close()
    assert capfd.readouterr() == ("", "")


def test_a_hanging_job_does_not_hold_up_the_exit() -> None:
    script = (
        "import asyncio, threading\n"
        "from deskpro_sso_gui.storage.writer import Writer\n"
        "Writer().submit(threading.Event().wait)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, timeout=30)
    assert done.returncode == 0
