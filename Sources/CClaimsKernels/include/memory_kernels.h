/// What the system is told about mapped memory.
#ifndef CCLAIMS_MEMORY_KERNELS_H
#define CCLAIMS_MEMORY_KERNELS_H

#include <stddef.h>

/// Keeps the pages of a mapping in memory once they were read; does nothing where that is not allowed.
void ck_keep_pages(const void *base, size_t count);

#endif
