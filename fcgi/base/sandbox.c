/* sandbox.c - see sandbox.h. Programs with AddressSanitizer reserve terabytes and call much: they only get the limits that they
 * can bear. */
#include "base/sandbox.h"

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

enum { WRITTEN_MAX = 1024 * 1024 }; /* into a file that is open */

static bool limit(__rlimit_resource_t resource, rlim_t most)
{
	const struct rlimit both = { most, most };

	return setrlimit(resource, &both) == 0;
}

#ifdef __SANITIZE_ADDRESS__
static bool limit_more(size_t memory_max)
{
	(void)memory_max;
	return true;
}
#else
static bool allow_calls(void);

static bool limit_more(size_t memory_max)
{
	return limit(RLIMIT_AS, memory_max) && limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_NPROC, 0) &&
		allow_calls();
}

/* Numbers of another architecture (a 32-bit call) mean something else: they end the process as well. */
#define LOAD(member) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, member))
#define WHEN(value, same, other) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (value), (same), (other))
#define GIVE(verdict) BPF_STMT(BPF_RET | BPF_K, (verdict))
#define ALLOW(call) WHEN(SYS_##call, 0, 1), GIVE(SECCOMP_RET_ALLOW)

static bool allow_calls(void)
{
	static const struct sock_filter filter[] = {
		LOAD(arch),
		WHEN(ARCHITECTURE, 1, 0),
		GIVE(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
		ALLOW(read),
		ALLOW(write),
		ALLOW(mmap),
		ALLOW(munmap),
		ALLOW(mremap),
		ALLOW(madvise),
		ALLOW(brk),
		ALLOW(getrandom), /* malloc's guard */
		ALLOW(exit_group),
		ALLOW(exit),
		GIVE(SECCOMP_RET_KILL_PROCESS),
	};
	const struct sock_fprog program = { sizeof(filter) / sizeof(filter[0]),
		(struct sock_filter *)(uintptr_t)filter };

	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) == 0;
}
#endif

bool sandbox_enter(size_t memory_max, unsigned cpu_s)
{
	pid_t parent = getppid();

	return prctl(PR_SET_PDEATHSIG, SIGKILL) == 0 && getppid() == parent &&
		prctl(PR_SET_DUMPABLE, 0) == 0 && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
		limit(RLIMIT_CPU, cpu_s) && limit(RLIMIT_CORE, 0) &&
		limit(RLIMIT_FSIZE, WRITTEN_MAX) && limit_more(memory_max);
}
