"""`make run`: brings the database up to date, fills an empty one with examples, and runs everything until Ctrl-C.

The processes are those of the Procfile; in development a stand-in Stripe joins them.
"""

import os
import shlex
import signal
import sys
import threading
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from dotenv import dotenv_values  # noqa: E402
from honcho.environ import parse_procfile  # noqa: E402
from honcho.manager import Manager  # noqa: E402

import config  # noqa: E402
from scripts import ports, preparing, showing  # noqa: E402


def main() -> int:
    """Run Hope; 0 when it was stopped by hand."""
    os.chdir(ROOT)
    environ = surroundings()
    try:
        settings = config.load(environ)
        sandbox = uses_sandbox(settings)
        ports.require_free(settings.host, settings.port, "PORT", "the site")
        if sandbox:
            ports.require_free("127.0.0.1", settings.sandbox_port, "SANDBOX_PORT", "the stand-in Stripe")
        preparing.prepare(settings)
    except (config.ConfigError, ports.Taken, preparing.Unprepared) as problem:
        return showing.complain(problem)
    except KeyboardInterrupt:
        print("Stopped before it started.")
        return 0
    return run(settings, environ, sandbox)


def surroundings() -> dict[str, str]:
    """The environment, with `.env` beneath it and the virtual environment's programs first."""
    from_file = {name: value for name, value in dotenv_values(ROOT / ".env").items() if value is not None}
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**from_file, **os.environ, "PATH": path, "PYTHONUNBUFFERED": "1"}


def uses_sandbox(settings: config.Settings) -> bool:
    """True when payments are meant for the stand-in on this machine."""
    base = urlsplit(settings.stripe_api_base)
    return base.hostname in ("127.0.0.1", "localhost") and base.port == settings.sandbox_port


def run(settings: config.Settings, environ: dict[str, str], sandbox: bool) -> int:
    """Run the processes until one of them ends or somebody stops them."""
    environ |= {"HOST": settings.host, "PORT": str(settings.port)}
    manager = Manager(showing.QuietPrinter(sys.stdout))
    commands = dict(parse_procfile((ROOT / "Procfile").read_text()).processes)
    if sandbox:
        commands["stripe"] = sandbox_command(settings)
    for name, command in commands.items():
        manager.add_process(name, command, env=environ, cwd=str(ROOT))
    # A closed terminal stops everything just as Ctrl-C does.
    signal.signal(signal.SIGHUP, lambda *_: os.kill(os.getpid(), signal.SIGTERM))
    banner = threading.Thread(target=showing.banner_when_ready, args=(settings, sandbox), daemon=True)
    banner.start()
    manager.loop()
    by_hand = manager.returncode in (130, 143)
    print("Stopped." if by_hand else "Something stopped by itself; the lines above say why.", flush=True)
    return 0 if by_hand else 1


def sandbox_command(settings: config.Settings) -> str:
    """How the stand-in Stripe is started."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host
    words = [
        "python", "-m", "stripe_sandbox",
        "--port", str(settings.sandbox_port),
        "--data", str(Path(settings.instance_path, "sandbox.sqlite3")),
        "--webhook-url", f"http://{host}:{settings.port}/webhooks/stripe",
        "--webhook-secret", settings.stripe_webhook_secret,
    ]  # fmt: skip
    return "exec " + shlex.join(words)


if __name__ == "__main__":
    sys.exit(main())
