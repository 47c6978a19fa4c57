"""Writes made-up Chinook CSV files: few, and with what goes wrong most often in every column.

    python3 generate.py DIR
"""

import csv
import itertools
import pathlib
import random
import sys

# Quotes, separators and line ends inside cells; spaces that must stay; what looks like another type; code points of
# two, three and four bytes; a combining mark beside the composed letter.
NASTY = [
    "plain", "with, comma", 'with "quotes"', "two\nlines", "trailing ", " leading", "tab\there", "007", "1e3", "true",
    "null", "NaN", "-", "é", "e\u0301", "日本語", "🎸🎶", "O'Neil; DROP TABLE tracks;--", "%00%2F../", "\\", "{}", "a=b&c[d]",
    "\u200bzero width", "ẞß", "\u07ff\u0800\uffff\U00010000",
]


def main(folder):
    chance = random.Random(1)
    folder.mkdir(parents=True, exist_ok=True)
    nasty = itertools.cycle(NASTY)

    def text(most, unique=""):
        return (next(nasty) + unique)[:most]

    def maybe(value):
        return value if chance.random() < 0.7 else ""

    def one_of(ids):
        return chance.choice(ids)

    def instant():
        return f"{chance.randint(1000, 9999)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02} 23:59:{chance.randint(0, 59):02}"

    def money():
        return chance.choice(["0.00", "0.01", "0.99", "19.90", "99999999.99", f"{chance.randint(0, 99999)}.{chance.randint(0, 99):02}"])

    def write(name, header, rows):
        with open(folder / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(header.split())
            writer.writerows(rows)

    # Ids with gaps, and the ends of the range.
    artists = [-(2**31), -1, 0, *range(1, 40), 2**31 - 1]
    albums, genres, media_types = list(range(1, 60)), list(range(1, 10)), list(range(1, 4))
    tracks, playlists = list(range(1, 200)), list(range(1, 12))
    employees, customers, invoices = list(range(1, 30)), list(range(1, 40)), list(range(1, 80))

    write("artist", "ArtistId Name", [(i, text(120)) for i in artists])
    write("album", "AlbumId Title ArtistId", [(i, text(160), one_of(artists)) for i in albums])
    write("genre", "GenreId Name", [(i, text(120, f" {i}")) for i in genres])
    write("media_type", "MediaTypeId Name", [(i, text(120, f" {i}")) for i in media_types])
    write(
        "track",
        "TrackId Name AlbumId MediaTypeId GenreId Composer Milliseconds Bytes UnitPrice",
        [
            (i, "🎸" * 200 if i == 1 else text(200), maybe(one_of(albums)), one_of(media_types), maybe(one_of(genres)),
             maybe(text(220)), chance.choice([0, 2**31 - 1, i]), maybe(chance.choice([0, 2**53, 2**63 - 1])), money())
            for i in tracks
        ],
    )
    write("playlist", "PlaylistId Name", [(i, text(120)) for i in playlists])
    pairs = list(itertools.product(playlists, tracks))
    write("playlist_track", "PlaylistId TrackId", chance.sample(pairs, 500))
    # Superiors stand behind their reports in the file, and four levels deep.
    write(
        "employee",
        "EmployeeId LastName FirstName Title ReportsTo BirthDate HireDate Address City State Country PostalCode Phone Fax Email",
        [
            (i, text(20), text(20), maybe(text(30)), "" if i == 29 else min(29, i + chance.randint(1, 9)), maybe(instant()),
             maybe(instant()), maybe(text(70)), maybe(text(40)), maybe(text(40)), maybe(text(40)), maybe(text(10)),
             maybe(text(24)), maybe(text(24)), maybe(text(60)))
            for i in employees
        ],
    )
    write(
        "customer",
        "CustomerId FirstName LastName Company Address City State Country PostalCode Phone Fax Email SupportRepId",
        [
            (i, text(40), text(20), maybe(text(80)), maybe(text(70)), maybe(text(40)), maybe(text(40)), maybe(text(40)),
             maybe(text(10)), maybe(text(24)), maybe(text(24)), text(60, f" {i}"), maybe(one_of(employees)))
            for i in customers
        ],
    )
    write(
        "invoice",
        "InvoiceId CustomerId InvoiceDate BillingAddress BillingCity BillingState BillingCountry BillingPostalCode Total",
        [
            (i, one_of(customers), instant(), maybe(text(70)), maybe(text(40)), maybe(text(40)), maybe(text(40)),
             maybe(text(10)), money())
            for i in invoices
        ],
    )
    write(
        "invoice_line",
        "InvoiceLineId InvoiceId TrackId UnitPrice Quantity",
        [(i, one_of(invoices), one_of(tracks), money(), chance.choice([1, 2, 2**31 - 1])) for i in range(1, 200)],
    )


main(pathlib.Path(sys.argv[1]))
