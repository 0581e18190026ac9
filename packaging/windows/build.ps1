# Build the program and its installer for Windows, into dist\.
#
# Usage, from the checkout's root: packaging\windows\build.ps1 [-Python py]
# It needs Python 3.11 or later and Inno Setup 6.3 or later. Where SIGN_COMMAND says how a file is
# signed (with $f for the file, as Inno Setup has it), the program and the installer are signed.
#
# Written and read without a Windows at hand: it was NOT RUN.
param([string]$Python = "python")

$ErrorActionPreference = "Stop"
$PSNativeCommandUseErrorActionPreference = $true
Set-Location (Join-Path $PSScriptRoot "..\..")

& $Python -m venv --clear build\package\venv
$venv = "build\package\venv\Scripts\python.exe"
& $venv -m pip install --quiet --disable-pip-version-check --no-input --require-hashes -r requirements\test.txt
& $venv packaging\build_frozen.py build\package\frozen
& build\package\frozen\deskpro-sso-gui\deskpro-sso-gui.exe --version
& $venv packaging\smoke_test.py build\package\frozen\deskpro-sso-gui\deskpro-sso-gui.exe version check apply

$version = & $venv -c "import sys; sys.path.insert(0, 'packaging'); import project; print(project.version())"
$compiler = @("${env:ProgramFiles(x86)}\Inno Setup 6\ISCC.exe", "$env:ProgramFiles\Inno Setup 6\ISCC.exe") |
    Where-Object { Test-Path $_ } | Select-Object -First 1
if (-not $compiler) { throw "Inno Setup 6 is not installed" }

$options = @("/DVersion=$version")
if ($env:SIGN_COMMAND) {
    $command = $env:SIGN_COMMAND.Replace('$f', 'build\package\frozen\deskpro-sso-gui\deskpro-sso-gui.exe')
    cmd /c $command
    $options += @("/DSign", "/Ssign=$env:SIGN_COMMAND")
}
& $compiler @options packaging\windows\deskpro-sso-gui.iss
Get-ChildItem dist\*.exe | Get-FileHash -Algorithm SHA256 | Format-List
