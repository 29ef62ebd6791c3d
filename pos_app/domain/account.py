"""Whose money it is, and where: the account, its shops and their tills."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Account:
    """The merchant that the token belongs to."""

    id: str
    site_id: str
    nickname: str = ""


@dataclass(frozen=True, slots=True)
class Shop:
    """The API calls it a store."""

    id: str
    name: str
    external_id: str = ""


@dataclass(frozen=True, slots=True)
class Till:
    """The API calls it a pos. Without an external id it cannot be charged by till."""

    id: str
    name: str
    shop_id: str = ""
    external_id: str = ""
