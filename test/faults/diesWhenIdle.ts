// A worker starts well and is lost while it has nothing to do, as when the kernel's OOM killer takes it.

export function dieSoon({ afterMs }: { afterMs: number }): void {
  setTimeout(() => process.kill(process.pid, "SIGKILL"), afterMs);
}
