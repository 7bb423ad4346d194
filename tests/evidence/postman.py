"""A mail server of the machine's own: takes what it is given, a file a letter in /root/letters."""

import asyncio
from pathlib import Path

LETTERS = Path("/root/letters")


async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    answers = {"EHLO": "250 shop", "DATA": "354 go on", "QUIT": "221 bye"}
    writer.write(b"220 shop\r\n")
    while line := await reader.readline():
        word = line[:4].decode("ascii", "replace").upper()
        writer.write(f"{answers.get(word, '250 good')}\r\n".encode())
        if word == "QUIT":
            break
        if word == "DATA":
            letter = await reader.readuntil(b"\r\n.\r\n")
            (LETTERS / f"{len(list(LETTERS.iterdir()))}.eml").write_bytes(letter)
            writer.write(b"250 kept\r\n")
        await writer.drain()
    writer.close()


async def main() -> None:
    LETTERS.mkdir(exist_ok=True)
    async with await asyncio.start_server(serve, "127.0.0.1", 25) as server:
        await server.serve_forever()


asyncio.run(main())
