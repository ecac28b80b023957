"""The code of the functions in these apps: an asset has to hold something."""


def handler(event: dict, _context: object) -> dict:
    return {"statusCode": 200, "body": str(len(event))}
