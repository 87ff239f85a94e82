/// How a loop is compiled for several processors.
#ifndef CCLAIMS_DISPATCH_H
#define CCLAIMS_DISPATCH_H

#if defined(__x86_64__) && defined(__linux__)
#define CK_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define CK_CLONES
#endif

#endif
