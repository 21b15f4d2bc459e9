"""The table of rights is whole, and says no to donors."""

import pytest

from hope.accounts.rights import RIGHTS, Right, Role, may


def test_every_right_stands_in_the_table():
    assert set(RIGHTS) == set(Right)
    assert all(RIGHTS.values())


def test_an_owner_may_do_everything():
    assert all(may(Role.OWNER, right) for right in Right)


@pytest.mark.parametrize("right", Right)
def test_donors_have_no_rights(right):
    assert not may(None, right)


def test_an_editor_neither_sees_nor_moves_money():
    allowed = {right for right in Right if may(Role.EDITOR, right)}
    assert allowed == {
        Right.SEE_DASHBOARD,
        Right.SEE_CONTENT,
        Right.EDIT_CONTENT,
        Right.SEE_GRANTS,
        Right.LOOK_AFTER_CARDS,
    }


def test_a_treasurer_neither_changes_pages_nor_staff():
    refused = {right for right in Right if not may(Role.TREASURER, right)}
    assert refused == {Right.EDIT_CONTENT, Right.MANAGE_STAFF, Right.CHANGE_SETTINGS}


def test_money_staff_and_settings_want_a_person_who_has_just_shown_that_it_is_them():
    assert {right for right in Right if right.needs_fresh} == {
        Right.MOVE_MONEY,
        Right.MANAGE_STAFF,
        Right.CHANGE_SETTINGS,
        Right.FORGET_SUPPORTERS,
        Right.MAKE_GRANTS,
        Right.TAKE_OUT,
    }
