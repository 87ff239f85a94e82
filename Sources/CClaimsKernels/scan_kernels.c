#include "scan_kernels.h"

#include "dispatch.h"

CK_CLONES uint64_t ck_sum_u32(const uint32_t *codes, size_t count) {
  uint64_t total = 0;
  for (size_t index = 0; index < count; index++) total += codes[index];
  return total;
}
