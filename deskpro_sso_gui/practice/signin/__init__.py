"""JumpCloud's sign-in: the IdP URL, the sign-in page, the user console, the signed answer."""
