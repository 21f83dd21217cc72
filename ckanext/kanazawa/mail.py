"""Send one mail, with a time limit, over CKAN's own SMTP settings.

CKAN's mailer waits for ever for a server that does not answer.
"""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email import utils
from email.message import EmailMessage

import ckan.plugins.toolkit as tk

TIMEOUT_S = 20.0
DEFAULT_PORT = 25


class MailError(Exception):
    """A mail was not sent.

    Attributes:
        passing: whether it may work later (no answer, "try again"), or never (refused).
    """

    def __init__(self, reason: str, passing: bool) -> None:
        super().__init__(reason)
        self.passing = passing


@dataclass(frozen=True)
class Mail:
    """What is sent.

    Attributes:
        address: of the receiver, one.
        subject: without line ends.
        text: plain text; html: the same for those who read HTML, "" for none.
    """

    address: str
    subject: str
    text: str
    html: str = ""


def is_configured() -> bool:
    """Say whether a mail server was set; CKAN's default of `localhost` is none."""
    return bool(tk.config.get("smtp.mail_from"))


def send(mail: Mail) -> None:
    """Send one mail.

    Raises:
        MailError: it was not sent; says whether to try again.
    """
    message = _message(mail)
    try:
        with smtplib.SMTP(*_server(), timeout=TIMEOUT_S) as server:
            if tk.asbool(tk.config.get("smtp.starttls")):
                server.starttls(context=ssl.create_default_context())
            if user := tk.config.get("smtp.user"):
                server.login(str(user), str(tk.config.get("smtp.password") or ""))
            server.send_message(message)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [code for code, _reason in error.recipients.values()]
        raise MailError("the receiver was refused", all(code < 500 for code in codes)) from error
    except smtplib.SMTPResponseException as error:
        raise MailError(f"the server answered {error.smtp_code}", error.smtp_code < 500) from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailError(type(error).__name__, True) from error


def _server() -> tuple[str, int]:
    host, _, port = str(tk.config["smtp.server"]).rpartition(":")
    if not host or not port.isdigit():
        return str(tk.config["smtp.server"]), DEFAULT_PORT
    return host, int(port)


def _message(mail: Mail) -> EmailMessage:
    message = EmailMessage()
    sender = str(tk.config.get("smtp.mail_from") or "")
    message["Subject"] = " ".join(mail.subject.split())
    message["From"] = utils.formataddr((str(tk.config["ckan.site_title"]), sender))
    message["To"] = mail.address
    message["Date"] = utils.localtime()
    message["Message-ID"] = utils.make_msgid(domain=sender.rpartition("@")[2] or None)
    # Answering machines stay silent.
    message["Auto-Submitted"] = "auto-generated"
    if reply_to := tk.config.get("smtp.reply_to"):
        message["Reply-To"] = str(reply_to)
    message.set_content(mail.text, cte="base64")
    if mail.html:
        message.add_alternative(mail.html, subtype="html", cte="base64")
    return message
