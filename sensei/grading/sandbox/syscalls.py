"""The calls of the kernel that a cell has no use for, with their numbers on x86_64 and aarch64 (0: there is none)."""

ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
LAST_KNOWN = 451  # later ones are refused as unknown, and with them those of other interfaces (x32)

_TABLE = """
socket 41 198, socketpair 53 199, connect 42 203, bind 49 200, listen 50 201, accept 43 202, accept4 288 242
sendmsg 46 211, sendmmsg 307 269, recvmsg 47 212, recvmmsg 299 243
fork 57 0, vfork 58 0, execve 59 221, execveat 322 281, setns 308 268, unshare 272 97
ptrace 101 117, process_vm_readv 310 270, process_vm_writev 311 271, process_madvise 440 440, process_mrelease 448 448
kcmp 312 272, pidfd_open 434 434, pidfd_getfd 438 438, pidfd_send_signal 424 424
tkill 200 130, rt_sigqueueinfo 129 138, rt_tgsigqueueinfo 297 240
bpf 321 280, perf_event_open 298 241, userfaultfd 323 282
io_uring_setup 425 425, io_uring_enter 426 426, io_uring_register 427 427
keyctl 250 219, add_key 248 217, request_key 249 218
init_module 175 105, finit_module 313 273, delete_module 176 106, kexec_load 246 104, kexec_file_load 320 294
reboot 169 142, swapon 167 224, swapoff 168 225, syslog 103 116, acct 163 89, quotactl 179 60, quotactl_fd 443 443
mount 165 40, umount2 166 39, pivot_root 155 41, chroot 161 51, move_mount 429 429, open_tree 428 428
fsopen 430 430, fsconfig 431 431, fsmount 432 432, fspick 433 433, mount_setattr 442 442
name_to_handle_at 303 264, open_by_handle_at 304 265, fanotify_init 300 262, fanotify_mark 301 263
personality 135 92, lookup_dcookie 212 18, vhangup 153 58, iopl 172 0, ioperm 173 0, modify_ldt 154 0
sethostname 170 161, setdomainname 171 162
settimeofday 164 170, clock_settime 227 112, clock_adjtime 305 266, adjtimex 159 171
shmget 29 194, shmat 30 196, shmctl 31 195, msgget 68 186, msgsnd 69 189, semget 64 190, semop 65 193
semtimedop 220 192, mq_open 240 180, mq_unlink 241 181, memfd_create 319 279, memfd_secret 447 447
setpriority 141 140, ioprio_set 251 30, sched_setscheduler 144 119, sched_setparam 142 118, sched_setattr 314 274
sched_setaffinity 203 122, mbind 237 235, set_mempolicy 238 237, set_mempolicy_home_node 450 450
migrate_pages 256 238, move_pages 279 239
setuid 105 146, setgid 106 144, setreuid 113 145, setregid 114 143, setresuid 117 147, setresgid 119 149
setgroups 116 159, setfsuid 122 151, setfsgid 123 152, capset 126 91
mkdir 83 0, mkdirat 258 34, mknod 133 0, mknodat 259 33, link 86 0, linkat 265 37, symlink 88 0, symlinkat 266 36
rename 82 0, renameat 264 38, renameat2 316 276, rmdir 84 0, truncate 76 45
chmod 90 0, fchmod 91 52, fchmodat 268 53, chown 92 0, fchown 93 55, lchown 94 0, fchownat 260 54
utime 132 0, utimes 235 0, utimensat 280 88, futimesat 261 0
setxattr 188 5, lsetxattr 189 6, fsetxattr 190 7, removexattr 197 14, lremovexattr 198 15, fremovexattr 199 16
"""
_LOOKED_AT = """
unlink 87 0, unlinkat 263 35, creat 85 0, open 2 0, openat 257 56, openat2 437 437
clone 56 220, clone3 435 435, kill 62 129, tgkill 234 131, prlimit64 302 261, prctl 157 167
"""


def refused(machine: str) -> tuple[int, ...]:
    """The calls that are refused whatever they ask for."""
    return tuple(_numbers(_TABLE, machine).values())


def looked_at(machine: str) -> dict[str, int]:
    """The calls that are refused for some of their arguments, or in some cells. A machine need not have all."""
    return _numbers(_LOOKED_AT, machine)


def _numbers(table: str, machine: str) -> dict[str, int]:
    column = list(ARCHITECTURES).index(machine)
    found = {}
    for entry in table.replace("\n", ",").split(","):
        if words := entry.split():
            found[words[0]] = int(words[1 + column])
    return {name: number for name, number in found.items() if number or column == 0}
