"""A picture for the tile may come from anywhere: it is shown, or refused, and never hurts."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QImageReader

from deskpro_sso_gui.problems import ProblemCode, ProblemError
from deskpro_sso_gui.tasks.picture import LARGEST_BYTES, LARGEST_PIXELS, picture_of
from deskpro_sso_gui.ui.picture import SeenPicture, decoded, look_at_picture
from tests.support.pictures import PNG, bomb, picture
from tests.support.thorough import thorough

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


async def refused(path: Path) -> ProblemCode:
    with pytest.raises(ProblemError) as error:
        await look_at_picture(path)
    return error.value.problem.code


@pytest.mark.parametrize("name", ["logo.png", "logo.jpg", "logo.jpeg"])
async def test_a_picture_is_kept_as_it_is_and_shown_small(tmp_path: Path, name: str) -> None:
    path = picture(tmp_path / name, width=800, height=400)
    seen = await look_at_picture(path)
    assert isinstance(seen, SeenPicture)
    assert seen.picture.data == path.read_bytes()
    assert (seen.image.width(), seen.image.height()) == (256, 128)


async def test_the_first_bytes_decide_and_not_the_name(tmp_path: Path) -> None:
    path = picture(tmp_path / "logo.png")
    renamed = path.rename(tmp_path / "logo.jpg")
    assert (await look_at_picture(renamed)).picture.media_type == "image/png"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(50),
        b"BM" + bytes(60),
        SVG,
        b"\x00\x00\x01\x00" + bytes(40),
        PNG,
        PNG + bytes(90),
        b"\xff\xd8\xff" + bytes(90),
        bomb(),
        bomb(LARGEST_PIXELS + 1, 10),
        bomb(10, LARGEST_PIXELS + 1),
    ],
    ids=[
        "empty",
        "gif",
        "bmp",
        "svg",
        "ico",
        "only begun",
        "png of noughts",
        "jpeg of noughts",
        "bomb",
        "wide",
        "high",
    ],
)
async def test_what_is_no_picture_for_us_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(content)
    assert await refused(path) is ProblemCode.PICTURE_NOT_USABLE


async def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(PNG)
    with path.open("r+b") as file:
        file.truncate(LARGEST_BYTES + 1)
    assert await refused(path) is ProblemCode.PICTURE_TOO_LARGE
    with pytest.raises(ProblemError):
        picture_of(PNG + bytes(LARGEST_BYTES))


async def test_a_file_that_is_gone_or_a_folder_is_told_as_such(tmp_path: Path) -> None:
    assert await refused(tmp_path / "gone.png") is ProblemCode.FILE_UNREADABLE
    assert await refused(tmp_path) is ProblemCode.FILE_UNREADABLE


def test_both_kinds_can_be_decoded_here() -> None:
    known = {bytes(each.data()) for each in QImageReader.supportedImageFormats()}
    assert {b"png", b"jpeg"} <= known


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("pictures")
    return {
        name: picture(folder / name, width=40, height=30).read_bytes()
        for name in ("a.png", "a.jpg")
    }


@thorough
@given(
    name=st.sampled_from(["a.png", "a.jpg"]),
    cut=st.floats(0, 1),
    changes=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=6)), max_size=4),
)
def test_a_damaged_picture_is_shown_or_refused(
    files: dict[str, bytes], name: str, cut: float, changes: list[tuple[float, bytes]]
) -> None:
    data = bytearray(files[name])
    for place, piece in changes:
        start = 8 + int(place * (len(data) - 8))
        data[start : start + len(piece)] = piece
    del data[max(8, int(cut * len(data))) :]
    try:
        image = decoded(picture_of(bytes(data)))
    except ProblemError as error:
        told = error.problem.code
    else:
        assert isinstance(image, QImage)
        assert 0 < max(image.width(), image.height()) <= 256
        return
    assert told is ProblemCode.PICTURE_NOT_USABLE
