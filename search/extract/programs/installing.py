"""How a program is installed on this system."""

import platform

_OS_RELEASE = "/etc/os-release"
_COMMANDS = {
    "debian": "sudo apt install",
    "fedora": "sudo dnf install",
    "arch": "sudo pacman -S",
    "macos": "brew install",
}
_FAMILIES = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora"} | {name: name for name in _COMMANDS}


def install_command(
    packages: dict[str, str], os_release: str = _OS_RELEASE, system: str = platform.system()
) -> str | None:
    """The command that installs a program whose packages are given by family of systems; None for other systems."""
    family = "macos" if system == "Darwin" else _family(os_release)
    package = packages.get(family) if family is not None else None
    return f"{_COMMANDS[family]} {package}" if family is not None and package is not None else None


def _family(os_release: str) -> str | None:
    """debian, fedora or arch, by the system's own word or by what it says it is like (os-release, freedesktop.org)."""
    try:
        with open(os_release, encoding="utf-8", errors="replace") as file:
            pairs = (line.strip().partition("=") for line in file)
            told = {key: value.strip("\"'") for key, _, value in pairs}
    except OSError:
        return None
    names = [told.get("ID", ""), *told.get("ID_LIKE", "").split()]
    return next((_FAMILIES[name] for name in names if name in _FAMILIES), None)
