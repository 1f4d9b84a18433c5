/** What says together, in two files, that tokens of Sanctum never expire. Source: Laravel Sanctum, Token Expiration. */

/** The settings state no life. */
export const UNLIMITED = 'tokens of Sanctum have no life by the settings';

/** A user is given a token without a life of its own. */
export const ISSUED = 'tokens of Sanctum are issued without an expiry';
