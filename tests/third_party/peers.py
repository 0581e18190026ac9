"""An identity provider and a service provider that others wrote, on loopback, over TLS.

SimpleSAMLphp issues the sign-ins, Apache's mod_auth_mellon accepts them. Both run with a
configuration and ports of their own, from a folder that is gone afterwards; nothing of the
system's is started or changed. They are on different sites for the browser, as the real products
are: ``idp.localhost`` and ``helpdesk.localhost``.
"""

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import httpx
import trustme

from deskpro_sso_gui.practice import keys, seed
from deskpro_sso_gui.practice.keys import SigningPair
from tests.support.jumpcloud_sandbox import small_key
from tests.support.program import wait_until
from tests.support.signin_sandbox import other_pair, signing_pair

EMAIL: Final = "ann@acme.example"
PASSWORD: Final = "a practice password"
EMAIL_FORMAT: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"

_SIMPLESAML: Final = Path("/usr/share/simplesamlphp/www")
_MODULES: Final = Path("/usr/lib/apache2/modules")
_LOADED: Final = (
    "mpm_event",
    "authn_core",
    "authz_core",
    "authz_user",
    "auth_mellon",
    "dir",
    "include",
    "mime",
    "proxy",
    "proxy_http",
    "socache_shmcb",
    "ssl",
)
_UNPRIVILEGED: Final = "nobody"


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """What the two sides were told of each other; a difference is what a test is about.

    Attributes:
        signing: what the identity provider signs with.
        trusted: what the service provider was told that it signs with.
        registered_audience: whom the identity provider takes the service provider for; empty for
            its true name.
    """

    signing: SigningPair
    trusted: SigningPair
    registered_audience: str = ""


GOOD: Final = "good"
WRONG_AUDIENCE: Final = "wrong-audience"
WRONG_CERTIFICATE: Final = "wrong-certificate"


def agreements() -> Mapping[str, Agreement]:
    """Return what is tried: both sides agree, or differ in one thing."""
    good, other = signing_pair(), other_pair()
    return {
        GOOD: Agreement(signing=good, trusted=good),
        WRONG_AUDIENCE: Agreement(
            signing=good,
            trusted=good,
            registered_audience="https://elsewhere.example/saml/metadata/7.xml",
        ),
        WRONG_CERTIFICATE: Agreement(signing=other, trusted=good),
    }


@dataclass(frozen=True, kw_only=True)
class Peers:
    """Both sides, running.

    Attributes:
        idp_metadata: as the identity provider publishes it.
        certificate: the PEM that the service provider was given.
        start: where a person begins.
    """

    idp_url: str
    idp_entity_id: str
    sp_entity_id: str
    acs_url: str
    idp_metadata: bytes
    certificate: bytes
    start: str


def _free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port: int = asked.getsockname()[1]
        return port


@contextlib.contextmanager
def real_peers(agreement: Agreement) -> Iterator[Peers]:
    """Run both sides as agreed, until the block ends."""
    folder = Path(tempfile.mkdtemp(prefix="third-party-"))
    folder.chmod(0o755)  # Apache serves as somebody with no rights at all
    try:
        with _Rig(folder, agreement).running() as peers:
            yield peers
    finally:
        shutil.rmtree(folder)


class _Rig:
    def __init__(self, folder: Path, agreement: Agreement) -> None:
        self._folder = folder
        self._agreement = agreement
        self._php_port = _free_port()
        self._tls_port = _free_port()
        self._idp = f"https://idp.localhost:{self._tls_port}"
        self._sp = f"https://helpdesk.localhost:{self._tls_port}"
        self._sp_entity_id = f"{self._sp}/mellon/metadata"
        self._acs_url = f"{self._sp}/mellon/postResponse"
        self._idp_entity_id = f"{self._idp}/saml2/idp/metadata.php"

    @contextlib.contextmanager
    def running(self) -> Iterator[Peers]:
        self._write_keys()
        self._write_identity_provider()
        self._write_service_provider()
        with self._identity_provider() as metadata, self._apache(metadata):
            yield Peers(
                idp_url=f"{self._idp}/saml2/idp/SSOService.php",
                idp_entity_id=self._idp_entity_id,
                sp_entity_id=self._sp_entity_id,
                acs_url=self._acs_url,
                idp_metadata=metadata,
                certificate=self._agreement.trusted.certificate_pem.encode(),
                start=self._start(),
            )

    def _start(self) -> str:
        registered = self._agreement.registered_audience
        if not registered:
            return f"{self._sp}/private/"
        # the service provider's own request would be refused: its name is not known there
        return f"{self._idp}/saml2/idp/SSOService.php?spentityid={registered}"

    def _write_keys(self) -> None:
        signing = self._agreement.signing
        (self._folder / "idp.key").write_text(signing.private_key_pem)
        (self._folder / "idp.pem").write_text(signing.certificate_pem)
        own = keys.certify(small_key(), organization="Helpdesk", now=seed.utc_now())
        (self._folder / "sp.key").write_text(own.private_key_pem)
        (self._folder / "sp.pem").write_text(own.certificate_pem)
        authority = trustme.CA()
        web = authority.issue_cert("idp.localhost", "helpdesk.localhost")
        web.private_key_and_cert_chain_pem.write_to_path(self._folder / "web.pem")

    def _write_identity_provider(self) -> None:
        for name in ("config", "metadata", "log", "sessions"):
            (self._folder / name).mkdir()
        audience = self._agreement.registered_audience or self._sp_entity_id
        files = {
            "config/config.php": f"""
                $config = [
                    'baseurlpath' => '{self._idp}/',
                    'certdir' => '{self._folder}/',
                    'datadir' => '{self._folder}/',
                    'loggingdir' => '{self._folder}/log/',
                    'tempdir' => '{self._folder}/sessions',
                    'metadatadir' => '{self._folder}/metadata',
                    'metadata.sources' => [
                        ['type' => 'flatfile', 'directory' => '{self._folder}/metadata'],
                    ],
                    'technicalcontact_name' => 'Nobody',
                    'technicalcontact_email' => 'na@example.org',
                    'timezone' => 'UTC',
                    'secretsalt' => 'for a test that lasts some seconds',
                    'auth.adminpassword' => '{PASSWORD}',
                    'enable.saml20-idp' => true,
                    'session.cookie.secure' => true,
                    'store.type' => 'phpsession',
                    'session.phpsession.savepath' => '{self._folder}/sessions',
                    'module.enable' => ['exampleauth' => true, 'core' => true, 'saml' => true],
                    'logging.handler' => 'file',
                ];""",
            "config/authsources.php": f"""
                $config = [
                    'people' => [
                        'exampleauth:UserPass',
                        '{EMAIL}:{PASSWORD}' => ['email' => ['{EMAIL}']],
                    ],
                ];""",
            "metadata/saml20-idp-hosted.php": f"""
                $metadata['{self._idp_entity_id}'] = [
                    'host' => '__DEFAULT__',
                    'privatekey' => 'idp.key',
                    'certificate' => 'idp.pem',
                    'auth' => 'people',
                    'NameIDFormat' => '{EMAIL_FORMAT}',
                ];""",
            "metadata/saml20-sp-remote.php": f"""
                $metadata['{audience}'] = [
                    'AssertionConsumerService' => '{self._acs_url}',
                    'NameIDFormat' => '{EMAIL_FORMAT}',
                    'authproc' => [
                        1 => [
                            'class' => 'saml:AttributeNameID',
                            'attribute' => 'email',
                            'Format' => '{EMAIL_FORMAT}',
                        ],
                    ],
                ];""",
        }
        for name, content in files.items():
            (self._folder / name).write_text(f"<?php\n{content}\n")

    def _write_service_provider(self) -> None:
        certificate = "".join((self._folder / "sp.pem").read_text().splitlines()[1:-1])
        (self._folder / "sp.xml").write_text(
            '<EntityDescriptor xmlns="urn:oasis:names:tc:SAML:2.0:metadata"'
            f' entityID="{self._sp_entity_id}">'
            '<SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true"'
            ' protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">'
            '<KeyDescriptor use="signing">'
            '<KeyInfo xmlns="http://www.w3.org/2000/09/xmldsig#"><X509Data><X509Certificate>'
            f"{certificate}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>"
            '<AssertionConsumerService index="0"'
            ' Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"'
            f' Location="{self._acs_url}"/></SPSSODescriptor></EntityDescriptor>'
        )
        private = self._folder / "www" / "private"
        private.mkdir(parents=True)
        (private / "index.shtml").write_text(
            '<!doctype html><title>Helpdesk</title><p id="who"><!--#echo var="REMOTE_USER" --></p>'
        )

    @contextlib.contextmanager
    def _identity_provider(self) -> Iterator[bytes]:
        address = f"127.0.0.1:{self._php_port}"
        environment = {**os.environ, "SIMPLESAMLPHP_CONFIG_DIR": str(self._folder / "config")}
        serve = ["php", "-S", address, "-t", str(_SIMPLESAML)]
        with (
            (self._folder / "log" / "php.log").open("wb") as log,
            _process(serve, environment, log.fileno()) as process,
        ):
            wait_until(lambda: _answers(self._php_port, process), "SimpleSAMLphp answers")
            answer = httpx.get(f"http://{address}/saml2/idp/metadata.php", timeout=30)
            answer.raise_for_status()
            yield answer.content

    @contextlib.contextmanager
    def _apache(self, idp_metadata: bytes) -> Iterator[None]:
        given = (self._folder / "idp.pem").read_bytes()
        trusted = self._agreement.trusted.certificate_pem.encode()
        told = idp_metadata.replace(_bare(given), _bare(trusted))
        (self._folder / "idp.xml").write_bytes(told)
        configuration = self._folder / "httpd.conf"
        configuration.write_text(self._apache_configuration())
        serve = ["/usr/sbin/apache2", "-f", str(configuration), "-DFOREGROUND"]
        with (
            (self._folder / "log" / "apache.log").open("wb") as log,
            _process(serve, dict(os.environ), log.fileno()) as process,
        ):
            wait_until(lambda: _answers(self._tls_port, process), "Apache answers")
            yield

    def _apache_configuration(self) -> str:
        # started by root, Apache wants to be told whose rights to take instead
        rights = f"User {_UNPRIVILEGED}\nGroup #{pwd.getpwnam(_UNPRIVILEGED).pw_gid}"
        loaded = "\n".join(f"LoadModule {m}_module {_MODULES}/mod_{m}.so" for m in _LOADED)
        return f"""
            ServerRoot {self._folder}
            ServerName localhost
            Listen 127.0.0.1:{self._tls_port}
            PidFile {self._folder}/apache.pid
            ErrorLog {self._folder}/log/apache-error.log
            Mutex file:{self._folder}/log default
            {rights if os.geteuid() == 0 else ""}
            {loaded}
            TypesConfig /etc/mime.types
            AddType text/html .shtml
            AddOutputFilter INCLUDES .shtml
            DirectoryIndex index.shtml
            SSLSessionCache none
            MellonLockFile {self._folder}/log/mellon.lock
            <VirtualHost 127.0.0.1:{self._tls_port}>
                ServerName idp.localhost
                SSLEngine on
                SSLCertificateFile {self._folder}/web.pem
                ProxyPass / http://127.0.0.1:{self._php_port}/
            </VirtualHost>
            <VirtualHost 127.0.0.1:{self._tls_port}>
                ServerName helpdesk.localhost
                SSLEngine on
                SSLCertificateFile {self._folder}/web.pem
                DocumentRoot {self._folder}/www
                <Directory {self._folder}/www>
                    Options +Includes
                    Require all granted
                </Directory>
                <Location />
                    MellonEnable info
                    MellonEndpointPath /mellon
                    MellonSPMetadataFile {self._folder}/sp.xml
                    MellonSPPrivateKeyFile {self._folder}/sp.key
                    MellonSPCertFile {self._folder}/sp.pem
                    MellonIdPMetadataFile {self._folder}/idp.xml
                    MellonSecureCookie On
                    MellonCookieSameSite None
                    MellonUser NAME_ID
                    MellonDefaultLoginPath /private/
                </Location>
                <Location /private>
                    MellonEnable auth
                    AuthType Mellon
                    Require valid-user
                </Location>
            </VirtualHost>
        """


def _bare(pem: bytes) -> bytes:
    return b"".join(line for line in pem.splitlines() if not line.startswith(b"-----"))


def _answers(port: int, process: subprocess.Popen[bytes]) -> bool:
    assert process.poll() is None, f"{process.args!r} ended"
    with socket.socket() as asking:
        return asking.connect_ex(("127.0.0.1", port)) == 0


@contextlib.contextmanager
def _process(
    command: list[str], environment: Mapping[str, str], log: int
) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=30)
