/** What libraries of C# take as a secret. Sources: their reference documentation. */
import { ACCOUNT, CIPHER, CLIENT, CLOUD, SIGNING } from '../../secret-kinds.ts';
import type { ConnectionRow, SecretMember, SecretRow } from '../../secrets-passed.ts';
import { types } from '../type-names.ts';

const CRYPTOGRAPHY = 'System.Security.Cryptography';
const HMAC = ['HMACMD5', 'HMACSHA1', 'HMACSHA256', 'HMACSHA384', 'HMACSHA512'];

export const SECRET_ROWS: readonly SecretRow[] = [
  { calls: types('Microsoft.IdentityModel.Tokens', 'SymmetricSecurityKey'), secret: 0, what: SIGNING },
  { methods: ['WithSecret'], modules: ['JWT'], secret: 0, what: SIGNING },
  { calls: types(CRYPTOGRAPHY, ...HMAC, 'AesGcm', 'AesCcm', 'Rfc2898DeriveBytes'), secret: 0, what: CIPHER },
  { calls: types(CRYPTOGRAPHY, ...HMAC).map(one => `${one}.HashData`), secret: 0, what: CIPHER },
  { methods: ['CreateEncryptor', 'CreateDecryptor'], modules: [CRYPTOGRAPHY], secret: 0, what: CIPHER },
  {
    calls: ['Duende.IdentityServer.Models.Secret', 'IdentityServer4.Models.Secret'],
    secret: 0,
    what: CLIENT,
  },
  {
    calls: types('Amazon.Runtime', 'BasicAWSCredentials', 'SessionAWSCredentials'),
    secret: 1,
    what: CLOUD,
    isAccount: true,
  },
  { calls: types('Azure', 'AzureKeyCredential'), secret: 0, what: CLOUD, isAccount: true },
  { calls: types('Azure.Identity', 'ClientSecretCredential'), secret: 2, what: CLOUD, isAccount: true },
  { calls: types('Azure.Storage', 'StorageSharedKeyCredential'), secret: 1, what: CLOUD, isAccount: true },
  { calls: types('System.Net', 'NetworkCredential'), secret: 1, what: ACCOUNT, isAccount: true },
  { methods: ['Authenticate', 'AuthenticateAsync'], modules: ['MailKit'], secret: 1, what: ACCOUNT, isAccount: true },
];

export const CONNECTIONS: readonly ConnectionRow[] = [
  {
    calls: ['Microsoft.Data.SqlClient', 'System.Data.SqlClient'].flatMap(one => types(one, 'SqlConnection')),
    address: 0,
  },
  { calls: types('Npgsql', 'NpgsqlConnection'), address: 0 },
  { calls: [...types('MySqlConnector', 'MySqlConnection'), 'MySql.Data.MySqlClient.MySqlConnection'], address: 0 },
  { methods: ['UseSqlServer', 'UseNpgsql', 'UseMySql', 'UseMySQL', 'UseOracle'], modules: ['System'], address: 0 },
  { calls: types('MongoDB.Driver', 'MongoClient'), address: 0 },
  { calls: types('StackExchange.Redis', 'ConnectionMultiplexer').map(one => `${one}.Connect`), address: 0 },
];

/** `options.ClientSecret` of OAuth and OpenID Connect. */
export const MEMBERS: readonly SecretMember[] = [{ name: 'ClientSecret', what: CLIENT }];

/** `aes.Key`, in files that use the namespace of ciphers. */
export const CIPHER_MEMBERS: readonly SecretMember[] = [{ name: 'Key', what: CIPHER, isBytes: true }];

export const CIPHER_MODULES: readonly string[] = [CRYPTOGRAPHY];
