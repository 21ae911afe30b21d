; Inno Setup 6: iscc /DVersion=1.2.3 packaging\windows\setup.iss
; Installs for one user without administrator's rights, or for all users where they are given.
#ifndef Version
  #error Say which version: /DVersion=1.2.3
#endif

[Setup]
AppId={{6C0B1B0E-6E57-4D1A-9E0B-5B1B7C9B8F43}
AppName=MURA Desktop
AppVersion={#Version}
AppPublisher=MURA Desktop developers
DefaultDirName={autopf}\MURA Desktop
DefaultGroupName=MURA Desktop
DisableProgramGroupPage=yes
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0.17763
LicenseFile=..\..\LICENSE
SourceDir=..\..\dist\mura-desktop
OutputBaseFilename=mura-desktop-{#Version}-setup
Compression=lzma2/max
SolidCompression=yes
WizardStyle=modern
CloseApplications=yes
UninstallDisplayIcon={app}\mura-desktop.exe

[InstallDelete]
; An update replaces the program as a whole. Settings, results and models of a site lie in the
; user's data folder, which is never touched, here or when the program is removed.
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{autoprograms}\MURA Desktop"; Filename: "{app}\mura-desktop.exe"
Name: "{autodesktop}\MURA Desktop"; Filename: "{app}\mura-desktop.exe"; Tasks: desktopicon

[Tasks]
Name: desktopicon; Description: "Put an icon on the desktop"; Flags: unchecked

[Run]
Filename: "{app}\mura-desktop-cli.exe"; Parameters: "smoke-test"; Description: "Try the program on public films"; Flags: postinstall skipifsilent unchecked
Filename: "{app}\mura-desktop.exe"; Description: "Open MURA Desktop"; Flags: postinstall nowait skipifsilent unchecked
