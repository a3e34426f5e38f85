"""logind of python-dbusmock with its sessions there from the first call on, as the real one has."""

import dbus
from dbusmock import mockobject
from dbusmock.templates import logind
from dbusmock.templates.logind import *  # noqa: F401,F403 - its methods and names are this one's

SESSION = "org.freedesktop.login1.Session"


def load(mock, parameters):
    logind.load(mock, parameters)
    # The original adds a number to a text.
    user_path = 'ret = f"/org/freedesktop/login1/user/{args[0]}"'
    mock.AddMethod(logind.MAIN_IFACE, "GetUser", "u", "o", user_path)
    name = parameters["session"]
    uid = dbus.UInt32(parameters["uid"])
    path = mock.AddSession(name, "seat0", uid, "somebody", True)
    for flag in parameters["flags"]:
        mockobject.objects[path].Set(SESSION, flag, parameters["flags"][flag])
    if parameters["auto"]:
        mock.AddObject("/org/freedesktop/login1/session/auto", SESSION, {"Id": name}, [])
    if parameters["display"]:
        user = mockobject.objects[f"/org/freedesktop/login1/user/{uid}"]
        user.Set("org.freedesktop.login1.User", "Display", (name, dbus.ObjectPath(path)))
