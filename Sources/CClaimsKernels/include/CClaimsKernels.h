/// Loops over raw columns that are compiled for several processors and chosen at run time.
///
/// Swift's own code is compiled for the oldest processor of its kind; these few loops gain from wider
/// registers. Only ClaimsKernels calls them, after it has checked every bound.
#ifndef CCLAIMS_KERNELS_H
#define CCLAIMS_KERNELS_H

#include "csv_kernels.h"
#include "digest_kernels.h"
#include "group_kernels.h"
#include "hash_kernels.h"
#include "memory_kernels.h"
#include "order_kernels.h"
#include "rank_kernels.h"
#include "scan_kernels.h"
#include "value_kernels.h"

#endif
