"""DeskPRO's own addresses for a sign-in source (deskpro.md §3.3): they hold its number."""

from deskpro_sso_gui.practice.world import Interface, SignInSource


def entity_id(origin: str, source: SignInSource) -> str:
    """Return *Metadata URL (Entity ID)*."""
    return f"{origin}/saml/metadata/{source.id}.xml"


def acs_url(origin: str, source: SignInSource) -> str:
    """Return *Consumer Service URL (ACS)*: agents and users sign in at different paths."""
    side = "/agent" if source.interface is Interface.AGENTS else ""
    return f"{origin}{side}/login/authenticate-callback/{source.id}"
