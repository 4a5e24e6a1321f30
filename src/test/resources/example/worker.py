"""A worker with nothing but Python's standard library: worker.py TYPE..."""
import json, os, sys, threading, time, urllib.error, urllib.parse, urllib.request, uuid

BASE = os.environ["SPILLWAY_URL"]
CLIENT = {"grant_type": "client_credentials",
          "client_id": os.environ["SPILLWAY_CLIENT_ID"],
          "client_secret": os.environ["SPILLWAY_CLIENT_SECRET"]}
WORKER = f"python-{os.getpid()}"
token = {"value": "", "until": 0.0}

def send(path, body, headers):
    request = urllib.request.Request(BASE + path, body.encode(), headers)
    with urllib.request.urlopen(request, timeout=70) as response:
        return json.load(response)

def bearer():
    if time.monotonic() > token["until"]:
        got = send("/auth/v1/token", urllib.parse.urlencode(CLIENT), {})
        token.update(value=got["access_token"], until=time.monotonic() + got["expires_in"] - 60)
    return "Bearer " + token["value"]

def call(path, body):
    """Calls the API, again and again while the node is away or busy."""
    for attempt in range(1_000_000):
        try:
            return send("/api/v1/jobs/" + path, json.dumps(body),
                        {"Content-Type": "application/json", "Authorization": bearer()})
        except urllib.error.HTTPError as refused:
            if refused.code not in (429, 502, 503, 504):
                raise RuntimeError(refused.read().decode()) from refused
        except OSError as away:
            print("not reached:", away, file=sys.stderr)
        time.sleep(min(30, 2 ** attempt))

def run(job):
    """What the job does: replace this. The same idempotencyKey is the same piece of work."""
    return {"ranBy": WORKER, "key": job["idempotencyKey"], "input": job["input"]}

def report(job, **said):
    return call("report", {"worker": WORKER, "reports": [{"lease": job["lease"], **said}]})["results"][0]

def extend(job, done):
    while not done.wait(20) and report(job, extend={"lease": "60s"})["outcome"] == "ACCEPTED":
        pass

while True:
    asked = {"types": sys.argv[1:], "worker": WORKER, "maxJobs": 1, "lease": "60s", "wait": "30s",
             "requestId": str(uuid.uuid4())}
    for job in call("activate", asked)["jobs"]:
        done = threading.Event()
        threading.Thread(target=extend, args=(job, done), daemon=True).start()
        try:
            said = {"complete": {"output": run(job)}}
        except Exception as failure:
            said = {"fail": {"code": type(failure).__name__, "message": str(failure)}}
        done.set()
        print(job["executionId"], job["stepName"], report(job, **said)["outcome"], flush=True)
