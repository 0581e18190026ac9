; The installer for Windows, for Inno Setup 6.3 or later. build.ps1 calls it with /DVersion=….
;
; Written and read without a Windows at hand: it was NOT RUN.
;
; It installs for whoever runs it, into their own profile, and asks for no administrator.

#ifndef Version
  #error build.ps1 gives the version: ISCC /DVersion=1.2.3 deskpro-sso-gui.iss
#endif
#define Name "DeskPRO SSO Assistant"
#define Program "deskpro-sso-gui.exe"
#define SetUpClass "DeskPROSSOAssistant.SetUp"

[Setup]
; never change it: Windows knows by it what an update updates
AppId={{7D1C0C8E-0B5E-4C63-9B0E-6B1C5A3E7F42}
AppName={#Name}
AppVersion={#Version}
AppVerName={#Name} {#Version}
AppPublisher={#Name} contributors
VersionInfoVersion={#Version}
VersionInfoProductName={#Name}
VersionInfoDescription={#Name} installer
PrivilegesRequired=lowest
DefaultDirName={autopf}\{#Name}
DefaultGroupName={#Name}
DisableProgramGroupPage=yes
DisableDirPage=auto
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=deskpro-sso-gui-{#Version}-windows-x64
SetupIconFile=..\..\build\package\frozen\made\app.ico
UninstallDisplayIcon={app}\{#Program}
UninstallDisplayName={#Name}
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
ChangesAssociations=yes
; an update asks a window that is open to close, and opens it again
CloseApplications=yes
RestartApplications=yes
#ifdef Sign
; what "sign" does is said to ISCC by build.ps1 (/Ssign=…)
SignTool=sign
SignedUninstaller=yes
#endif

[Languages]
Name: "en"; MessagesFile: "compiler:Default.isl"
Name: "de"; MessagesFile: "compiler:Languages\German.isl"
Name: "es"; MessagesFile: "compiler:Languages\Spanish.isl"
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"
Name: "ja"; MessagesFile: "compiler:Languages\Japanese.isl"
Name: "pt"; MessagesFile: "compiler:Languages\BrazilianPortuguese.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"; Flags: unchecked

[InstallDelete]
; libraries of the version before, which this one may not have
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\build\package\frozen\deskpro-sso-gui\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "..\..\build\package\frozen\sbom.cdx.json"; DestDir: "{app}"; Flags: ignoreversion
Source: "..\..\build\package\frozen\deskpro-sso-gui\_internal\deskpro_sso_gui\resources\licences.txt"; DestDir: "{app}"; Flags: ignoreversion

[Icons]
Name: "{group}\{#Name}"; Filename: "{app}\{#Program}"
Name: "{group}\{cm:UninstallProgram,{#Name}}"; Filename: "{uninstallexe}"
Name: "{autodesktop}\{#Name}"; Filename: "{app}\{#Program}"; Tasks: desktopicon

[Registry]
; HKA is HKEY_CURRENT_USER here, since nothing is installed for everybody
Root: HKA; Subkey: "Software\Classes\{#SetUpClass}"; ValueType: string; ValueData: "{#Name} set-up"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\{#SetUpClass}\DefaultIcon"; ValueType: string; ValueData: "{app}\{#Program},0"
Root: HKA; Subkey: "Software\Classes\{#SetUpClass}\shell\open\command"; ValueType: string; ValueData: """{app}\{#Program}"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.deskpro-sso"; ValueType: string; ValueData: "{#SetUpClass}"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.deskpro-sso"; ValueType: string; ValueName: "Content Type"; ValueData: "application/vnd.deskpro-sso-gui.set-up+json"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.deskpro-sso\OpenWithProgids"; ValueType: string; ValueName: "{#SetUpClass}"; ValueData: ""; Flags: uninsdeletevalue
; saved set-ups are called setup.json; .json belongs to others, so that there the program is only offered
Root: HKA; Subkey: "Software\Classes\.json\OpenWithProgids"; ValueType: string; ValueName: "{#SetUpClass}"; ValueData: ""; Flags: uninsdeletevalue

[Run]
Filename: "{app}\{#Program}"; Description: "{cm:LaunchProgram,{#Name}}"; Flags: nowait postinstall skipifsilent
