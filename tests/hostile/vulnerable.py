"""A server with the mistake that sqlmap looks for: a parameter's value becomes SQL. Prints its URL."""

import http.server
import sqlite3
import urllib.parse

database = sqlite3.connect(":memory:", check_same_thread=False)
database.execute("CREATE TABLE students (name TEXT)")
database.execute("INSERT INTO students VALUES ('Ada'), ('Elif')")


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        name = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("name", [""])[0]
        try:
            rows = database.execute(f"SELECT name FROM students WHERE name = '{name}'").fetchall()
            status, text = 200, repr(rows)
        except sqlite3.Error as error:
            status, text = 400, str(error)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(f"http://127.0.0.1:{server.server_port}", flush=True)
server.serve_forever()
