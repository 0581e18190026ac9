"""What DeskPRO tells from outside, without a credential. It is only asked, never changed."""
