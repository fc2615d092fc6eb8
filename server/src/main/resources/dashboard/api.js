// The REST API, as the pages use it. Every failure is an ApiError with a sentence for people.

export class ApiError extends Error {
  constructor(message, status, problems = []) {
    super(message);
    this.status = status;
    this.problems = problems;
  }
}

async function request(path, options = {}) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { cache: "no-store", ...options });
  } catch {
    throw new ApiError("Picket does not answer.", 0);
  }
  if (!response.ok) {
    throw await failure(response);
  }
  return response;
}

async function failure(response) {
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // Something in between answered; its status is all there is.
  }
  const detail = problem.detail ?? `Picket answered ${response.status}.`;
  return new ApiError(detail, response.status, problem.problems);
}

export async function list(query, cursor) {
  const parameters = new URLSearchParams(query);
  if (cursor) {
    parameters.set("cursor", cursor);
  }
  const response = await request(`/observations?${parameters}`);
  const position = response.headers.get("Picket-Position");
  return { ...(await response.json()), position };
}

export async function observation(id) {
  return (await request(`/observations/${encodeURIComponent(id)}`)).json();
}

export async function stats(window, slots) {
  return (await request(`/stats?${new URLSearchParams({ window, slots })}`)).json();
}

export async function shards() {
  return (await request("/shards")).json();
}

/** Asks that a member be given no partitions, and that those it has be moved away. */
export async function drain(member) {
  await request(`/shards/members/${encodeURIComponent(member)}/drain`, { method: "POST" });
}

/** Takes that back. */
export async function undrain(member) {
  await request(`/shards/members/${encodeURIComponent(member)}/drain`, { method: "DELETE" });
}

/** Suppresses, resolves or reopens; the Observation as it is then. */
export async function decide(id, decision, body = {}) {
  const response = await request(`/observations/${encodeURIComponent(id)}/${decision}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return response.json();
}
