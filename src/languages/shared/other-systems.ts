/** Programs that no Linux has: code that starts one is for Windows or macOS. */
const others =
  /^(?:cmd|powershell|reg|wmic|tasklist|taskkill|schtasks|sc|rundll32|explorer|ver|netsh|icacls|cscript|wscript|osascript|sw_vers|launchctl|defaults|diskutil|pbcopy|pbpaste|open)$|\.(?:exe|bat|cmd|ps1)$/i;

/** Opens a file or an address with the programs of a desktop: a server in a container has none, and does without. */
const ofDesktop = /^xdg-(?:open|mime|settings)$/;

/** @returns whether a program is not missed in an image. */
export function isOfOtherSystem(program: string): boolean {
  return others.test(program) || ofDesktop.test(program);
}
