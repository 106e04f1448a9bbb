import base64, hashlib, hmac, json, time


def verify(secrets, headers, body, tolerance=300):
    """Returns the event, or raises ValueError. `body` is the raw bytes, before anything has parsed them."""
    message_id, timestamp = headers["webhook-id"], headers["webhook-timestamp"]
    if abs(time.time() - int(timestamp)) > tolerance:
        raise ValueError("too old, or from the future")
    signed = f"{message_id}.{timestamp}.".encode() + body
    for secret in secrets:
        key = base64.b64decode(secret.removeprefix("whsec_"))
        expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
        if any(hmac.compare_digest(expected, given) for given in headers["webhook-signature"].split()):
            return json.loads(body)
    raise ValueError("not signed with our secret")
