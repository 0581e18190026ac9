"""A sandbox that runs for all tests of this folder, with a new world for each."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.support.jumpcloud_sandbox import JumpCloudSandbox, jumpcloud_sandbox


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def running_sandbox() -> AsyncIterator[JumpCloudSandbox]:
    async with jumpcloud_sandbox() as running:
        yield running


@pytest.fixture
def sandbox(running_sandbox: JumpCloudSandbox) -> JumpCloudSandbox:
    running_sandbox.renew()
    return running_sandbox
