/* SPDX-License-Identifier: ISC */
#include "digits_cases.h"
