"""Events in the shapes in which AWS sends them to functions."""

from __future__ import annotations

import base64
import json
from typing import Any

GATEWAY = "a1b2c3d4e5.execute-api.eu-central-1.amazonaws.com"
ADDRESS = "abcdefghijklmnopqrstuvwxyz012345.lambda-url.eu-central-1.on.aws"
FORM = "application/x-www-form-urlencoded"


def gateway(method: str, path: str, body: str = "", media: str = "application/json", key: str = "") -> Any:
    """An HTTP API with payload 2.0 and one route for all: the body is text where it is text."""
    return _http(GATEWAY, method, path, body, media, key)


def address(method: str, path: str, body: str = "", media: str = "application/json", key: str = "") -> Any:
    """A function's own address: the same shape, and bodies are often base64."""
    event = _http(ADDRESS, method, path, body, media, key)
    event["requestContext"]["accountId"] = "anonymous"
    if body:
        event |= {"body": base64.b64encode(body.encode()).decode(), "isBase64Encoded": True}
    return event


def scheduled() -> Any:
    """EventBridge's rule with a rate."""
    return {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eaa",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-11-25T09:00:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:events:eu-central-1:123456789012:rule/shop-outbox"],
        "detail": {},
    }


def scheduler() -> Any:
    """EventBridge Scheduler, which sends whatever input it was given."""
    return {
        "version": "0",
        "id": "53dc4d37-cffa-4f76-80c9-8b7d4a4d2eab",
        "detail-type": "Scheduled Event",
        "source": "aws.scheduler",
        "account": "123456789012",
        "time": "2026-11-25T09:00:00Z",
        "region": "eu-central-1",
        "resources": ["arn:aws:scheduler:eu-central-1:123456789012:schedule/default/shop-outbox"],
        "detail": "{}",
    }


def stream(table: str, id: str) -> Any:
    """DynamoDB tells that a row has come to the outbox."""
    return {
        "Records": [
            {
                "eventID": "c4ca4238a0b923820dcc509a6f75849b",
                "eventName": "INSERT",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-central-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1795597200.0,
                    "Keys": {"id": {"S": id}},
                    "SequenceNumber": "4421584500000000017450439091",
                    "SizeBytes": 26,
                    "StreamViewType": "KEYS_ONLY",
                },
                "eventSourceARN": f"arn:aws:dynamodb:eu-central-1:123456789012:table/{table}/stream/2026",
            }
        ]
    }


def sns(notice: Any) -> Any:
    """A topic with SES's event in it."""
    return {
        "Records": [
            {
                "EventSource": "aws:sns",
                "EventVersion": "1.0",
                "EventSubscriptionArn": "arn:aws:sns:eu-central-1:123456789012:shop-letters:6b0e71bd",
                "Sns": {
                    "Type": "Notification",
                    "MessageId": "4f1c3f2e-5a4b-5d0c-9f1a-0a7b6c5d4e3f",
                    "TopicArn": "arn:aws:sns:eu-central-1:123456789012:shop-letters",
                    "Subject": "Amazon SES Email Event Notification",
                    "Message": json.dumps(notice),
                    "Timestamp": "2026-11-25T09:00:00.000Z",
                    "SignatureVersion": "1",
                    "Signature": "EXAMPLE",
                    "SigningCertUrl": "https://sns.eu-central-1.amazonaws.com/SimpleNotificationService.pem",
                    "UnsubscribeUrl": "https://sns.eu-central-1.amazonaws.com/?Action=Unsubscribe",
                    "MessageAttributes": {},
                },
            }
        ]
    }


def bounced(id: str, recipient: str) -> Any:
    """What SES says of a letter that came back, as an event of a configuration set."""
    return {
        "eventType": "Bounce",
        "mail": {
            "timestamp": "2026-11-25T08:59:58.000Z",
            "source": "hello@shop.example",
            "sendingAccountId": "123456789012",
            "messageId": "0107018b1a2b3c4d-00000000-0000-4000-8000-000000000000-000000",
            "destination": [recipient],
            "headersTruncated": False,
            "headers": [{"name": "To", "value": recipient}],
            "commonHeaders": {"to": [recipient]},
            "tags": {"ses:configuration-set": ["shop"], "vitrina-message": [id]},
        },
        "bounce": {
            "feedbackId": "0107018b1a2b3c4d-7d0a-000000",
            "bounceType": "Permanent",
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": recipient, "action": "failed", "status": "5.1.1"}],
            "timestamp": "2026-11-25T09:00:00.000Z",
        },
    }


def _http(host: str, method: str, path: str, body: str, media: str, key: str) -> dict[str, Any]:
    headers = {
        "accept": "*/*",
        "content-length": str(len(body)),
        "content-type": media,
        "host": host,
        "user-agent": "curl/8.4.0",
        "x-amzn-trace-id": "Root=1-674180aa-7f0e3c2b1d4a5968770a1b2c",
        "x-forwarded-for": "192.0.2.1",
        "x-forwarded-port": "443",
        "x-forwarded-proto": "https",
    }
    path, _, query = path.partition("?")
    event = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers | ({"idempotency-key": key} if key else {}),
        "requestContext": {
            "accountId": "123456789012",
            "apiId": host.partition(".")[0],
            "domainName": host,
            "domainPrefix": host.partition(".")[0],
            "http": {
                "method": method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": "192.0.2.1",
                "userAgent": "curl/8.4.0",
            },
            "requestId": "b0f2a8f6-52a1-4d6c-9f39-0c6f4a3f2f11",
            "routeKey": "$default",
            "stage": "$default",
            "time": "25/Nov/2026:09:00:00 +0000",
            "timeEpoch": 1795597200000,
        },
        "isBase64Encoded": False,
    }
    return event | ({"body": body} if body else {})
