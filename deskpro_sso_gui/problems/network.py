"""The words of problems with reaching a server."""

from collections.abc import Mapping
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.problems.codes import ProblemCode
from deskpro_sso_gui.problems.text import ProblemText, text

TEXTS: Final[Mapping[ProblemCode, ProblemText]] = {
    ProblemCode.NAME_NOT_FOUND: text(
        N_("This computer can't find {host}."),
        N_("Check the spelling of the address and that this computer is online, then try again."),
    ),
    ProblemCode.CONNECTION_REFUSED: text(
        N_("{host} does not answer."),
        N_("Check the address. If it is right, a firewall may be in the way. Try again later."),
    ),
    ProblemCode.PROXY_FAILED: text(
        N_("The proxy {proxy}, on the way to {host}, does not answer."),
        N_(
            "Check its address in this program's network settings, or in the system's. Whoever "
            "looks after your network knows it."
        ),
    ),
    ProblemCode.PROXY_WANTS_PASSWORD: text(
        N_("The proxy {proxy}, on the way to {host}, wants a password."),
        N_("Give its user name and password in this program's network settings, then try again."),
    ),
    ProblemCode.PROXY_PASSWORD_REFUSED: text(
        N_("The proxy {proxy}, on the way to {host}, does not accept the user name and password."),
        N_(
            "Type them again in this program's network settings. Some proxies accept only the "
            "sign-in of Windows (NTLM, Kerberos), which this program can't do: then ask whoever "
            "looks after your network for another way out."
        ),
    ),
    ProblemCode.PROXY_REFUSED: text(
        N_("The proxy {proxy} does not let us through to {host} (answer {status})."),
        N_("Ask whoever looks after your network to allow connections to {host}."),
    ),
    ProblemCode.PROXY_NOT_SUPPORTED: text(
        N_("This program can't use the proxy set on this computer: {proxy}"),
        N_(
            "It works with proxies whose address begins with http:// or https://. Another one can "
            "be named in this program's network settings."
        ),
    ),
    ProblemCode.PROXY_ADDRESS_INVALID: text(
        N_("This is not the address of a proxy: {address}"),
        N_("Type its name and port, for example proxy.example.com:3128, and nothing else."),
    ),
    ProblemCode.AUTHORITY_FILE_INVALID: text(
        N_("There is no certificate in this file: {name}"),
        N_("Ask whoever looks after your network for the certificate authority's file (PEM)."),
    ),
    ProblemCode.AUTHORITY_FILE_UNUSABLE: text(
        N_("The file with extra certificate authorities can't be used: {path}"),
        N_("Choose it again in this program's network settings, or remove it there."),
    ),
    ProblemCode.NOT_AN_AUTHORITY: text(
        N_("The certificate in {name} is no certificate authority's, but of “{owner}” itself."),
        N_(
            "Ask whoever looks after your network for the certificate of the authority that "
            "issued it."
        ),
    ),
    ProblemCode.CERTIFICATE_NOT_TRUSTED: text(
        N_("The connection to {host} is not safe: nobody this computer knows vouches for it."),
        N_(
            "Nothing was sent. If your company inspects its network traffic, its certificate "
            "authority has to be installed on this computer, or chosen in this program's network "
            "settings."
        ),
    ),
    ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN: text(
        N_("The connection to {host} is not safe: this computer does not know “{issuer}”."),
        N_(
            "Nothing was sent. “{issuer}” vouches for the server. If that is your company, "
            "because it inspects its network traffic, its certificate authority has to be "
            "installed on this computer, or chosen in this program's network settings."
        ),
    ),
    ProblemCode.SERVER_CERTIFICATE_OUT_OF_DATE: text(
        N_("The connection to {host} is not safe: its certificate is not valid today."),
        N_(
            "Nothing was sent. Check this computer's date and time. If they are right, tell {host}."
        ),
    ),
    ProblemCode.SERVER_CERTIFICATE_OF_ANOTHER: text(
        N_("The connection to {host} is not safe: the server there shows another one's name."),
        N_("Nothing was sent. Check the spelling of the address."),
    ),
    ProblemCode.SAFE_CONNECTION_FAILED: text(
        N_("This computer and {host} could not agree on a safe connection."),
        N_("Nothing was sent. Check the address. A firewall or a proxy may be in the way."),
    ),
    ProblemCode.TOOK_TOO_LONG: text(
        N_("{host} took too long to answer."),
        N_("Try again. What had been done before is kept."),
    ),
    ProblemCode.CONNECTION_LOST: text(
        N_("The connection to {host} broke off."),
        N_("Try again. What had been done before is kept."),
    ),
    ProblemCode.ANSWER_NOT_UNDERSTOOD: text(
        N_("{host} answered with something this program does not understand."),
        N_("Check the address. A network's sign-in page may have answered instead of {host}."),
    ),
    ProblemCode.ANSWER_IS_A_WEB_PAGE: text(
        N_("{host} answered with a web page instead of data (answer {status})."),
        N_(
            "The network's own sign-in page or filter may have answered instead. Open a page in "
            "your browser, sign in to the network if it asks, then try again. If it stays, ask "
            "whoever looks after your network to let this program reach {host}."
        ),
    ),
    ProblemCode.ANSWER_TOO_LARGE: text(
        N_("{host} answered with more than this program accepts."),
        N_("Check that the address is the right one."),
    ),
    ProblemCode.ADDRESS_NOT_ALLOWED: text(
        N_("This address can't be used: {address}"),
        N_("Use the address exactly as the console shows it. It begins with https://."),
    ),
    ProblemCode.ADDRESS_NOT_LOCAL: text(
        N_("{variable} may only name this computer, not {address}."),
        N_("Remove that environment variable to work with the real JumpCloud."),
    ),
    ProblemCode.REDIRECT_REFUSED: text(
        N_("{host} wanted to send us on to another address: {target}"),
        N_("Nothing was sent there. If that is your helpdesk's real address, type it instead."),
    ),
    ProblemCode.TOO_MANY_REQUESTS: text(
        N_("{host} asks us to slow down."),
        N_("Wait a minute, then try again."),
    ),
    ProblemCode.SERVER_FAILED: text(
        N_("{host} has a fault of its own (answer {status})."),
        N_("Try again in a few minutes. What had been done before is kept."),
    ),
    ProblemCode.REQUEST_REFUSED: text(
        N_("{host} refused the request (answer {status}): {detail}"),
        N_("Check the values on this page, then try again."),
    ),
}

SETTINGS_HELP: Final = frozenset(
    {
        ProblemCode.PROXY_FAILED,
        ProblemCode.PROXY_WANTS_PASSWORD,
        ProblemCode.PROXY_PASSWORD_REFUSED,
        ProblemCode.PROXY_REFUSED,
        ProblemCode.PROXY_NOT_SUPPORTED,
        ProblemCode.AUTHORITY_FILE_UNUSABLE,
        ProblemCode.CERTIFICATE_NOT_TRUSTED,
        ProblemCode.CERTIFICATE_AUTHORITY_UNKNOWN,
    }
)
"""Problems that the program's own network settings may end."""
