// The command that shows an Observation's resource.

const NAME = /^[a-z0-9]([a-z0-9.:-]*[a-z0-9])?$/;
const KIND = /^[A-Za-z0-9]+$/;
const GROUP = /^[a-z0-9.-]*$/;

/** The command; null when the resource is not named, or named so that a shell might misread it. */
export function kubectl({ apiVersion, kind, namespace, name }) {
  const group = apiVersion.includes("/") ? apiVersion.split("/")[0] : "";
  const safe = KIND.test(kind) && NAME.test(name) && GROUP.test(group);
  if (!safe || (namespace && !NAME.test(namespace))) {
    return null;
  }
  const type = kind.toLowerCase() + (group ? `.${group}` : "");
  return `kubectl get ${type} ${name}${namespace ? ` -n ${namespace}` : ""} -o yaml`;
}
