// Writes over the API. Where it wants an account, its token (NAME.SECRET) is asked for once and kept until the browser's tab is closed.
const place = "gatehouse-token";

export class Refused extends Error {
    constructor(status, message) {
        super(message);
        this.status = status;
    }
}

export function remember(token) {
    if (token) sessionStorage.setItem(place, token);
}

export async function send(path, body) {
    const token = sessionStorage.getItem(place);
    // The second header has the service ask for a token only: the browser's own question for a name and a password would come before ours.
    const headers = { accept: "application/json, application/problem+json", "x-requested-with": "XMLHttpRequest", ...(body && { "content-type": "application/json" }), ...(token && { authorization: `Bearer ${token}` }) };
    const answer = await fetch(path, { method: "POST", headers, body: body && JSON.stringify(body) });
    const said = await answer.json().catch(() => ({}));
    if (answer.ok) return said;
    if (answer.status === 401) sessionStorage.removeItem(place);
    const reasons = said.errors ?? said.reasons;
    if (answer.status === 401) throw new Refused(401, "This needs a bearer token: that of your account (NAME.SECRET), or one that the service was given.");
    throw new Refused(answer.status, Array.isArray(reasons) && reasons.length > 0
        ? reasons.map(r => r.field ? `${r.field}: ${r.message}` : r.message).join("; ")
        : said.detail ?? said.title ?? `The service answered ${answer.status}.`);
}

// Who is not known, or may not do this, can show another one.
export function wantsAnother(refused) {
    return refused.status === 401 || refused.status === 403;
}

// RFC 9562, version 4. crypto.randomUUID is there on secure origins only, and this may be an inner network.
export function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    return [...bytes].map((b, i) => ([4, 6, 8, 10].includes(i) ? "-" : "") + b.toString(16).padStart(2, "0")).join("");
}
