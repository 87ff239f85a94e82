#define _GNU_SOURCE
#include "memory_kernels.h"

#include <sys/mman.h>

void ck_keep_pages(const void *base, size_t count) {
#if defined(__linux__) && defined(MLOCK_ONFAULT)
  // A refusal changes speed only, so it is not looked at.
  (void)mlock2(base, count, MLOCK_ONFAULT);
#else
  (void)base;
  (void)count;
#endif
}
