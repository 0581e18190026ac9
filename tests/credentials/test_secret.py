import copy
import json
import pickle
from collections.abc import Callable

import msgspec
import pytest

from deskpro_sso_gui.credentials import Secret

VALUE = "jca_0123456789"


@pytest.mark.parametrize("show", [repr, str, "{}".format, "{!r:>40}".format, "%s".__mod__])
def test_no_way_of_showing_a_secret_shows_it(
    show: Callable[[Secret], str],
) -> None:
    assert VALUE not in show(Secret(VALUE))


def test_a_structure_with_a_secret_in_it_does_not_show_it() -> None:
    assert VALUE not in repr({"key": [Secret(VALUE)]})


@pytest.mark.parametrize("encode", [pickle.dumps, json.dumps, msgspec.json.encode, copy.deepcopy])
def test_a_secret_can_not_be_encoded(encode: Callable[[Secret], object]) -> None:
    with pytest.raises(TypeError) as refused:
        encode(Secret(VALUE))
    assert VALUE not in str(refused.value)


def test_a_secret_has_no_attributes_to_list() -> None:
    with pytest.raises(TypeError):
        vars(Secret(VALUE))


def test_a_secret_is_given_to_who_asks_by_name() -> None:
    assert Secret(VALUE).reveal() == VALUE


def test_secrets_are_equal_when_their_texts_are() -> None:
    assert Secret("é\udc80") == Secret("é\udc80")
    assert Secret(VALUE) != Secret(VALUE + "0")
    assert Secret(VALUE) != VALUE
