/* sandbox.c - see sandbox.h. Programs with AddressSanitizer reserve terabytes and call much: they only get the limits that they
 * can bear. */
#include "base/sandbox.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#if defined(__x86_64__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

/* What whoever started it has limited more stays so. */
static bool limit(__rlimit_resource_t resource, rlim_t most)
{
	struct rlimit both;

	if (getrlimit(resource, &both) != 0)
		return false;
	if (both.rlim_max > most)
		both.rlim_max = most;
	both.rlim_cur = both.rlim_max;
	return setrlimit(resource, &both) == 0;
}

#ifdef __SANITIZE_ADDRESS__
static bool limit_more(const struct sandbox *sandbox)
{
	(void)sandbox;
	return true;
}
#else
static bool allow_calls(bool may_ask);

static bool limit_more(const struct sandbox *sandbox)
{
	return limit(RLIMIT_AS, sandbox->memory_max) && limit(RLIMIT_NOFILE, 0) &&
		limit(RLIMIT_NPROC, 0) && allow_calls(sandbox->may_ask);
}

/* Numbers of another architecture (a 32-bit call) mean something else: they end the process as well. */
#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define WHEN(value, same, other) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (same), (other))
#define GIVE(verdict) BPF_STMT(BPF_RET | BPF_K, (verdict))
#define ALLOW(call) WHEN(SYS_##call, 0, 1), GIVE(SECCOMP_RET_ALLOW)

#define REFUSE(call) WHEN(SYS_##call, 0, 1), GIVE(SECCOMP_RET_ERRNO | EACCES)
#define ALLOW_WORK                                                                      \
	LOAD(arch), WHEN(ARCHITECTURE, 1, 0), GIVE(SECCOMP_RET_KILL_PROCESS), LOAD(nr), \
		ALLOW(read), ALLOW(write), ALLOW(mmap), ALLOW(munmap), ALLOW(mremap),   \
		ALLOW(madvise), ALLOW(brk), ALLOW(getrandom) /* malloc's guard */,      \
		ALLOW(exit_group), ALLOW(exit)

static bool allow_calls(bool may_ask)
{
	static const struct sock_filter work[] = { ALLOW_WORK, GIVE(SECCOMP_RET_KILL_PROCESS) };
	static const struct sock_filter asking[] = {
		ALLOW_WORK,
		ALLOW(futex), /* locks of one thread alone never wait */
		ALLOW(clock_gettime),
		REFUSE(openat),
		REFUSE(newfstatat),
		REFUSE(fstat),
		REFUSE(readlinkat),
		REFUSE(ioctl),
		REFUSE(lseek),
		GIVE(SECCOMP_RET_KILL_PROCESS),
	};
	const struct sock_filter *filter = may_ask ? asking : work;
	const size_t n = (may_ask ? sizeof(asking) : sizeof(work)) / sizeof(work[0]);
	const struct sock_fprog program = { (unsigned short)n,
		(struct sock_filter *)(uintptr_t)filter };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#endif

bool sandbox_enter(const struct sandbox *sandbox)
{
	pid_t parent = getppid();

	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
		prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		limit(RLIMIT_CPU, sandbox->cpu_s) && limit(RLIMIT_CORE, 0) &&
		limit(RLIMIT_FSIZE, sandbox->written_max) && limit_more(sandbox);
}
