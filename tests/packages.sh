# Sourced by `tests/all` and `tests/cross`: finds what is not there and installs it where that is
# possible without a question (Debian, as root or by a sudo that asks nothing).
# shellcheck shell=bash

# Whether what a Debian package brings is there, on Debian or elsewhere.
is_there() {
    case $1 in
        dbus) command -v dbus-daemon && command -v dbus-run-session ;;
        dconf-gsettings-backend) compgen -G '/usr/lib*/gio/modules/libdconfsettings.so' ||
            compgen -G '/usr/lib/*/gio/modules/libdconfsettings.so' ;;
        desktop-file-utils) command -v desktop-file-validate ;;
        gsettings-desktop-schemas)
            [ -e /usr/share/glib-2.0/schemas/org.gnome.desktop.notifications.gschema.xml ] ;;
        imagemagick) command -v import && command -v convert ;;
        kwin-wayland) command -v kwin_wayland ;;
        libglib2.0-bin) command -v gsettings ;;
        mako-notifier) command -v mako ;;
        procps) command -v pgrep ;;
        pulseaudio-utils) command -v parec && command -v pactl ;;
        wayland-utils) command -v wayland-info ;;
        python3-venv) /usr/bin/python3 -c 'import ensurepip, venv' ;;
        python3-dbusmock) /usr/bin/python3 -c 'import dbusmock' ;;
        xfconf) command -v xfconf-query ;;
        xfce4-notifyd) compgen -G '/usr/lib*/xfce4/notifyd/xfce4-notifyd' ||
            compgen -G '/usr/lib/*/xfce4/notifyd/xfce4-notifyd' ;;
        xvfb) command -v Xvfb ;;
        at-spi2-core) [ -x /usr/libexec/at-spi-bus-launcher ] && [ -x /usr/libexec/at-spi2-registryd ] ;;
        libegl1) ldconfig -p | grep -F libEGL.so.1 ;;
        libgles2) ldconfig -p | grep -F libGLESv2.so.2 ;;
        libgl1-mesa-dri) compgen -G '/usr/lib*/dri/swrast_dri.so' ||
            compgen -G '/usr/lib/*/dri/swrast_dri.so' ;;
        xdg-desktop-portal | xdg-desktop-portal-gtk) [ -x "/usr/libexec/$1" ] ;;
        binutils-mingw-w64-x86-64) command -v x86_64-w64-mingw32-dlltool ;;
        rustc-web | cargo-web | rust-web-src | rust-web-clippy)
            [ "$(dpkg-query -W -f '${db:Status-Status}' "$1")" = installed ]
            ;;
        *) command -v "$1" ;;
    esac >/dev/null 2>&1
}

# Leaves in `missing` those of the packages named that are not there; fails if there are any.
find_missing() {
    local package
    missing=()
    for package in "$@"; do
        is_there "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ]
}

# Installs what is missing of the packages named. Leaves in `missing` what it could not get, and fails
# if there is anything.
install_missing() {
    find_missing "$@" && return 0
    command -v apt-get >/dev/null || return 1
    local root=(env)
    if [ "$(id -u)" -ne 0 ]; then
        sudo -n true 2>/dev/null || return 1
        root=(sudo -n)
    fi
    local apt=("${root[@]}" DEBIAN_FRONTEND=noninteractive
        apt-get -qq -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3)
    local log
    log=$(mktemp)
    echo "installing: ${missing[*]}"
    # A package list that was never fetched, or is too old, is fetched and the same tried again.
    "${apt[@]}" install -y --no-install-recommends "${missing[@]}" </dev/null >"$log" 2>&1 ||
        { "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${missing[@]}"; } \
            </dev/null >"$log" 2>&1 || tail -n 5 "$log"
    rm -f "$log"
    find_missing "$@"
}
